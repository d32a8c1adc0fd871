"""What an agenda says, clause by clause.

An agreement is a document: it keeps the names of places, groups and measures as they stood when
they were written down, so that it reads the same when one of them is renamed or retired later.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.text import Text

__all__ = [
    "OUTCOME",
    "AgreedNumber",
    "Clause",
    "EarlierWork",
    "Named",
    "Wording",
    "WordingField",
]


class Clause(models.TextChoices):
    """A part of the agenda that can be commented on, changed and compared by itself."""

    RESULT = "result", _("The result we work for")
    MEASURE = "measure", _("How we will know")
    BASELINE = "baseline", _("Where we start from")
    TARGET = "target", _("Where we want to be")
    PROBLEM = "problem", _("The problem")
    WHOM = "whom", _("Whom it is for")
    WHERE = "where", _("Where")
    GROUPS = "groups", _("Groups that we look at")
    SCOPE = "scope", _("What we take on")
    OUT_OF_SCOPE = "out_of_scope", _("What we leave out")
    PRINCIPLES = "principles", _("What guides us")
    EARLIER_WORK = "earlier_work", _("What was there before us")


# What cannot change after adoption without a decision and its reason.
OUTCOME = frozenset({Clause.RESULT, Clause.MEASURE, Clause.BASELINE, Clause.TARGET})


@dataclass(frozen=True, slots=True)
class Named:
    """A place, a group, a measure or a partner by code, with the name it had."""

    code: str
    name: Text

    def as_document(self) -> dict[str, Any]:
        return {"code": self.code, "name": self.name.as_document()}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        return cls(document["code"], Text.from_document(document["name"]))

    def same_words(self, other: "Named") -> bool:
        return self.code == other.code and self.name.same_words(other.name)


@dataclass(frozen=True, slots=True)
class AgreedNumber:
    """A number and its day; shares of people stand as 0 to 1."""

    value: Decimal | None = None
    on: date | None = None

    def __bool__(self) -> bool:
        return self.value is not None

    def as_document(self) -> dict[str, Any]:
        return {
            "value": None if self.value is None else format(self.value.normalize(), "f"),
            "on": self.on.isoformat() if self.on else None,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        value, on = document["value"], document["on"]
        return cls(
            None if value is None else Decimal(value), date.fromisoformat(on) if on else None
        )


@dataclass(frozen=True, slots=True)
class EarlierWork:
    """Something that was done before: by a partner (`by`), or by whoever `who` names."""

    what: Text
    who: Text = field(default_factory=Text)
    by: Named | None = None
    since: int | None = None

    def as_document(self) -> dict[str, Any]:
        return {
            "what": self.what.as_document(),
            "who": self.who.as_document(),
            "by": self.by.as_document() if self.by else None,
            "since": self.since,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        by = document["by"]
        return cls(
            Text.from_document(document["what"]),
            Text.from_document(document["who"]),
            Named.from_document(by) if by else None,
            document["since"],
        )

    def same_words(self, other: "EarlierWork") -> bool:
        return (
            self.what.same_words(other.what)
            and self.who.same_words(other.who)
            and (self.by.code if self.by else "") == (other.by.code if other.by else "")
            and self.since == other.since
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """All that an agenda says; immutable.

    Attributes:
        measure: the measure of the outcome that the numbers belong to, if there is one.
        unit: what the numbers count, one of `Indicator.Unit`; empty while there are none.
    """

    result: Text = field(default_factory=Text)
    measure: Named | None = None
    unit: str = ""
    baseline: AgreedNumber = AgreedNumber()
    target: AgreedNumber = AgreedNumber()
    problem: Text = field(default_factory=Text)
    whom: Text = field(default_factory=Text)
    where: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    scope: Text = field(default_factory=Text)
    out_of_scope: Text = field(default_factory=Text)
    principles: Text = field(default_factory=Text)
    earlier_work: tuple[EarlierWork, ...] = ()

    def part(self, clause: str) -> tuple[Any, ...]:
        """The values that make up a clause."""
        if clause == Clause.MEASURE:
            return (self.measure, self.unit)
        value = getattr(self, clause)
        return value if isinstance(value, tuple) else (value,)

    def is_empty(self, clause: str) -> bool:
        return not any(self.part(clause))

    def changed_from(self, other: "Wording") -> frozenset[Clause]:
        """The clauses in which both say something else, whoever wrote it and when."""
        return frozenset(
            clause for clause in Clause if not _same(self.part(clause), other.part(clause))
        )

    def as_document(self) -> dict[str, Any]:
        """The form that is stored."""
        return {
            **{name: getattr(self, name).as_document() for name in (*_TEXTS, *_NUMBERS)},
            **{name: [each.as_document() for each in getattr(self, name)] for name in _LISTS},
            "measure": self.measure.as_document() if self.measure else None,
            "unit": self.unit,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read the stored form; what it does not mention is empty."""
        measure = document.get("measure")
        parts: dict[str, Any] = {
            **{name: Text.from_document(document.get(name)) for name in _TEXTS},
            **{
                name: AgreedNumber.from_document(document[name])
                for name in _NUMBERS
                if name in document
            },
            **{
                name: tuple(kind.from_document(each) for each in document.get(name, ()))
                for name, kind in _LISTS.items()
            },
        }
        return cls(
            measure=Named.from_document(measure) if measure else None,
            unit=document.get("unit", ""),
            **parts,
        )


_TEXTS = ("result", "problem", "whom", "scope", "out_of_scope", "principles")
_NUMBERS = ("baseline", "target")
_LISTS: dict[str, Any] = {"where": Named, "groups": Named, "earlier_work": EarlierWork}


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    if len(one) != len(other):
        return False
    return all(
        left.same_words(right)
        if hasattr(left, "same_words") and hasattr(right, "same_words")
        else left == right
        for left, right in zip(one, other, strict=True)
    )


class WordingField(models.JSONField):
    """Stores a `Wording`; an absent one is empty, never NULL."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Wording)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        document = super().from_db_value(value, expression, connection)
        if isinstance(document, str):
            document = json.loads(document)
        return Wording.from_document(document or {})

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Wording):
            value = value.as_document()
        return super().get_db_prep_value(value, connection, prepared)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Wording) or value is None:
            return value
        return Wording.from_document(json.loads(value) if isinstance(value, str) else value)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_document()

"""One row of any model in a given initiative, every word of it the same canary.

Tests that must hold for every table, also for those that come later, build their rows here.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from shidra.accounts.models import User
from shidra.config.settled import SETTLED
from shidra.i18n.fields import TextField
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import RoadmapVersion

__all__ = ["belongs_to_initiative", "row_of", "saved_row"]

NUMBERS = count(1)

# What a constraint of the model asks for, and a rule by field type cannot know.
FITTING: dict[str, dict[str, Any]] = {
    "initiatives.Place": {"parent": None},
    "funding.Need": {"shared_line": ""},
    "funding.Allocation": {"shared_line": "", "activity": None},
    "funding.Commitment": {"overhead": Decimal(0), "rate": Decimal(1), "certainty": None},
    "gaps.GapState": {"shared_line": "", "reserved_by": None},
    "agenda.AgendaVersion": {"status": "superseded"},
    "agenda.AgendaSignature": {"group": None},
    "network.Affiliation": {"group": None},
    "network.Promise": {"group": None},
    "invitations.Invitation": {"group": None},
    "releases.Release": {"replaces": None},
    "roadmap.RoadmapVersion": {"status": "superseded"},
    "roadmap.EvidenceItem": {"target": None},
    "submissions.Submission": {"replaces": None},
    "submissions.SubmittedFigure": {"corrects": None},
    "workshops.Suggestion": {"source": None, "target": None, "merged_into": None},
}


def belongs_to_initiative(model: type[models.Model]) -> bool:
    """Whether its rows reach an initiative, by whatever path."""
    seen: set[type[models.Model]] = set()
    waiting = [model]
    while waiting:
        each = waiting.pop()
        if each is Initiative:
            return model is not Initiative
        if each in seen:
            continue
        seen.add(each)
        waiting += [
            key.related_model
            for key in each._meta.concrete_fields
            if isinstance(key, models.ForeignKey) and isinstance(key.related_model, type)
        ]
    return False


def saved_row(
    model: type[models.Model], initiative: Initiative, word: str = "word", /, **given: Any
) -> Any:
    """A new row, stored."""
    made = row_of(model, initiative, word, **given)
    made.save()
    return made


def row_of(
    model: type[models.Model], initiative: Initiative, word: str = "word", /, **given: Any
) -> Any:
    """A new row with new rows behind each of its foreign keys, not stored itself."""
    values = dict(FITTING.get(model._meta.label, {})) | given
    made = model()
    for field in model._meta.concrete_fields:
        if field.name in values:
            setattr(made, field.name, values[field.name])
        elif not field.primary_key:
            value = _value(field, initiative, word)
            if value is not NotImplemented:
                setattr(made, field.name, value)
    return made


def _value(field: "models.Field[Any, Any]", initiative: Initiative, word: str) -> Any:
    if isinstance(field, models.ForeignKey):
        return _behind(field, initiative, word)
    if field.choices:
        return field.get_default() or field.choices[0][0]
    if field.name in BY_NAME:
        return BY_NAME[field.name]
    number = next(NUMBERS)
    for kinds, make in WORDS + DAYS:
        if isinstance(field, kinds):
            return make(field, word, number)
    if field.null or field.has_default():
        return NotImplemented
    found = (make(number) for kinds, make in COUNTS if isinstance(field, kinds))
    return next(found, NotImplemented)


def _behind(field: "models.ForeignKey[Any, Any]", initiative: Initiative, word: str) -> Any:
    target: Any = field.related_model
    if target is Initiative:
        return initiative
    if target is User:
        return User.objects.create(email=f"{word}{next(NUMBERS)}@rows.example".lower(), name=word)
    if field.model in SETTLED and target is RoadmapVersion:
        return _draft(initiative, word)
    if belongs_to_initiative(target):
        return saved_row(target, initiative, word)
    return None if field.null else NotImplemented


def _draft(initiative: Initiative, word: str) -> RoadmapVersion:
    """The version that takes rows: there is one of an initiative, and adopted ones take none."""
    found = RoadmapVersion.objects.filter(initiative=initiative, status="draft").first()
    return found or saved_row(RoadmapVersion, initiative, word, status="draft")


def _cut(field: Any, word: str, number: int) -> str:
    return f"{word}{number}"[-(field.max_length or 200) :]


BY_NAME = {"currency": "ILS", "period": "2025", "baseline_period": "2025"}
WORDS: list[tuple[Any, Any]] = [
    (TextField, lambda _f, word, n: Text.of(**dict.fromkeys(("he", "ar", "en"), f"{word} {n}"))),
    (models.URLField, lambda _f, word, n: f"https://{word.lower()}.example/{n}"),
    (models.EmailField, lambda _f, word, n: f"{word.lower()}{n}@rows.example"),
    ((models.CharField, models.TextField), _cut),
]
DAYS: list[tuple[Any, Any]] = [
    (models.DateTimeField, lambda *_: datetime(2026, 6, 1, 12, tzinfo=UTC)),
    (models.DateField, lambda *_: date(2026, 6, 1)),
]
COUNTS: list[tuple[Any, Any]] = [
    (models.BooleanField, lambda _n: False),
    (models.PositiveSmallIntegerField, lambda _n: 2),
    (models.IntegerField, lambda n: 1000 + n),
    (models.DecimalField, lambda _n: Decimal("0.5")),
]

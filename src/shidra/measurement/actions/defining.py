"""Define an indicator anew, from a period on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from shidra.audit.actions import Row, Touched, because
from shidra.audit.models import Actor
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.measurement.actions.putting import (
    WORDS,
    keep_words,
    put_definitions,
    put_indicators,
)
from shidra.measurement.models import Indicator, IndicatorDefinition

__all__ = ["Comparison", "DefinitionRefused", "define_anew"]

Comparability = IndicatorDefinition.Comparability


class DefinitionRefused(Exception):
    """The version does not come after the one before, or changes nothing that it keeps."""

    def __init__(self, problem: str, field: str = "") -> None:
        super().__init__(problem)
        self.problem, self.field = problem, field


@dataclass(frozen=True, slots=True)
class Comparison:
    """What figures of the version before are worth: figure × times + plus, and why."""

    comparability: str = Comparability.BROKEN
    times: Decimal | None = None
    plus: Decimal | None = None
    conversion: Text = field(default_factory=Text)


@transaction.atomic
def define_anew(
    *,
    indicator: Indicator,
    valid_from: str,
    words: Mapping[str, Any],
    compared: Comparison,
    reason: Text,
    on: date,
    by: Actor,
) -> IndicatorDefinition:
    """Begin the next version of a definition, and keep the one before as it reads now.

    `words` are those of `WORDS`, each as it is to read from now on.

    Raises:
        DefinitionRefused: the version before holds from that period or a later one, or every
            word stays as it is.
    """
    initiative = indicator.initiative
    hold(initiative.code)
    indicator = Indicator.objects.get(pk=indicator.pk)
    latest = indicator.definitions.order_by("-version").first()
    number = latest.version + 1 if latest else 2
    if latest is not None and valid_from <= latest.valid_from:
        raise DefinitionRefused("not_later", "valid_from")
    if all(_same(getattr(indicator, name), words[name]) for name in WORDS):
        raise DefinitionRefused("nothing_new")
    said = next((said for said in (reason.words(code) for code in LANGUAGES) if said), "")
    with because(said):
        keep_words(initiative=initiative, versions={indicator.code: number}, by=by)
        version = IndicatorDefinition(
            indicator=indicator,
            version=number,
            valid_from=valid_from,
            comparability=compared.comparability,
            times=compared.times,  # type: ignore[misc]
            plus=compared.plus,
            conversion=compared.conversion,
            reason=reason,
            decided_on=on,
            decided_by=by.label,
        )
        put_definitions(
            initiative=initiative, rows=[Row(version)], touched=Touched((), is_part=True), by=by
        )
        for name in WORDS:
            setattr(indicator, name, words[name])
        put_indicators(
            initiative=initiative,
            rows=[Row(indicator)],
            touched=Touched(WORDS, is_part=True),
            by=by,
        )
    return indicator.definitions.get(version=number)


def _same(before: Any, after: Any) -> bool:
    return before.same_words(after) if isinstance(before, Text) else before == after

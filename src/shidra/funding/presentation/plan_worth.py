"""What more money would bring: gains of grants, prices of purses, weights of full limits.

All of it counts people, weighed and unrounded, so it is only for those who may see counts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.funding.presentation.plan_naming import ALL, PlanNaming
from shidra.funding.presentation.plan_parts import (
    LimitRow,
    PlanFigure,
    PlanWorth,
    PriceCell,
    PriceRow,
)
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled

__all__ = ["benefits_of", "gains_of", "worth_of"]

# What a gain is told for: a single unit of money brings too little to imagine.
PORTION = 100_000


def gains_of(grant: Mapping[str, Any], naming: PlanNaming) -> tuple[PlanFigure, ...]:
    """What the last money of a grant brings, what more would, and what the best other use would."""
    key, reason = f"{grant['funder']}/{grant['cell']}", grant["reason"]
    money = {"money": naming.money(PORTION)}
    found = [
        _figure(
            "last_gain", key, reason["last_gain"], naming, _("the last %(money)s here") % money
        ),
        _figure(
            "marginal_gain", key, reason["marginal_gain"], naming, _("%(money)s more here") % money
        ),
    ]
    if other := reason["next_best"]:
        label = _("%(money)s in the best other use") % money
        found.append(_figure("next_best_gain", key, other["marginal_gain"], naming, label))
    return tuple(found)


def benefits_of(document: Mapping[str, Any], naming: PlanNaming) -> tuple[PlanFigure, ...]:
    """The people who gain, by the groups that the needs name."""
    return tuple(
        PlanFigure(
            "benefit",
            key,
            value,
            _people(value, naming, 1),
            _("whoever is in need") if key == ALL else naming.groups(key),
        )
        for key, value in sorted(document["benefit_by_group"].items())
    )


def worth_of(document: Mapping[str, Any], naming: PlanNaming) -> PlanWorth:
    """What more of each purse would bring in each year, and which limits hold the plan back."""
    by_year = document["shadow_prices"].get("funder_year", {})
    spans = document["shadow_prices"].get("interval", {})
    years = sorted({year for prices in by_year.values() for year in prices})
    return PlanWorth(
        portion=naming.money(PORTION),
        headline=_headline(by_year, naming),
        years=tuple(years),
        prices=tuple(
            PriceRow(
                code=code,
                name=naming.name(naming.names.funders, code),
                cells=tuple(
                    _price(
                        f"{code}/{year}", prices.get(year), spans.get(code, {}).get(year), naming
                    )
                    for year in years
                ),
            )
            for code, prices in sorted(by_year.items())
        ),
        limits=tuple(_limits(document["multipliers"], naming)),
    )


def _figure(name: str, of: str, value: float, naming: PlanNaming, label: str = "") -> PlanFigure:
    """A gain of one unit of money, told for a sum that people can imagine."""
    return PlanFigure(name, of, value, _people(value * PORTION, naming, 2), label)


def _people(people: float, naming: PlanNaming, digits: int) -> str:
    """So many people; never nothing where there is something."""
    least = 10.0**-digits
    if 0 < people < least:
        return _("less than %(number)s") % {
            "number": numbers.number(least, naming.language, digits)
        }
    return numbers.number(people, naming.language, digits if people else 0)


def _price(
    key: str, price: float | None, span: Mapping[str, float] | None, naming: PlanNaming
) -> PriceCell:
    """One price; where the last money brought clearly more than the next would, both of them."""
    if price is None:
        return PriceCell()
    if span is None:
        return PriceCell(_figure("shadow_price", key, price, naming))
    low, high = (
        _figure(f"shadow_price_{side}", key, span[side], naming) for side in ("low", "high")
    )
    return PriceCell(_figure("shadow_price", key, price, naming), low, high)


def _headline(by_year: Mapping[str, Mapping[str, float]], naming: PlanNaming) -> Phrase:
    """Where more money would bring most."""
    found = [
        (-price, year, code) for code, prices in by_year.items() for year, price in prices.items()
    ]
    if not found or min(found)[0] >= 0:
        return Phrase(
            _("More of the same money would bring nothing: all that its rules allow is covered.")
        )
    gain, year, code = min(found)
    people = round(-gain * PORTION)
    said = ngettext(
        "More money would bring most in %(year)s, from %(funder)s:"
        " about one more person for each %(money)s.",
        "More money would bring most in %(year)s, from %(funder)s:"
        " about %(people)s more people for each %(money)s.",
        people,
    )
    return filled(
        said,
        year=naming.code(year),
        funder=naming.name(naming.names.funders, code),
        people=naming.whole(people),
        money=naming.money(PORTION),
    )


def _limits(multipliers: Mapping[str, float], naming: PlanNaming) -> Iterator[LimitRow]:
    """The full limits, heaviest first: money of a purse, or what is missing of a need."""
    for name, weight in sorted(multipliers.items(), key=lambda each: (-each[1], each[0])):
        figure = _figure("multiplier", name, weight, naming)
        kind, _colon, of = name.partition(":")
        if kind == "budget":
            code, year = of.rsplit(":", 1)
            yield LimitRow(naming.name(naming.names.funders, code), figure, code=code, year=year)
        elif kind == "cap":
            need = naming.need(of)
            yield LimitRow(need.line, figure, where=need.where, groups=need.groups, year=need.year)
        else:
            yield LimitRow(naming.code(name), figure)

"""A plan in words: who pays what, where, why, and what stands beside it.

Works on the document that `shidra plan --json` prints, so that page, sheet and terminal say
the same as it does.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.funding.presentation.plan_naming import PlanNaming
from shidra.funding.presentation.plan_parts import (
    BesideRow,
    FunderPart,
    GrantRow,
    LinePart,
    NeedRow,
    PlanPage,
    ProtectedCell,
    ProtectedRow,
)
from shidra.funding.presentation.plan_worth import benefits_of, gains_of, worth_of
from shidra.funding.queries import PlanNames
from shidra.i18n import numbers
from shidra.i18n.isolates import ltr
from shidra.i18n.phrases import Phrase, filled, together
from shidra.protection.permissions import Policy, Shown
from shidra.protection.presentation import reason_in_words

__all__ = ["plan_page"]

# A list longer than this shows its largest grants first and folds the others away.
FIRST_SHOWN, FEW_MORE = 10, 3

# A distance from the proof below this would read as none.
LEAST_GAP = 1e-6

# Another use counts as just as good where one more shekel brings at least this share there.
NEARLY_AS_GOOD = 0.98

BESIDE_WORDS = {
    "need that is kept back": gettext_lazy("The need is kept back, to protect people."),
    "need without people": gettext_lazy("The need does not say how many people it is for."),
    "line without options": gettext_lazy("Nobody has written down yet what money can buy here."),
    "option for other people": gettext_lazy("The option is for other people than the need."),
    "option with an effect on the factor": gettext_lazy(
        "Its effect is known on the factor and not yet on the outcome."
    ),
    "option without evidence": gettext_lazy("There is no evidence for its effect yet."),
    "option without gain": gettext_lazy("No gain is expected from it."),
    "need that no money may pay for": gettext_lazy(
        "No free money may pay for it: the rules exclude this line, place, group or year."
    ),
    "line with money out of sight": gettext_lazy(
        "It has money that you may not see, so nothing is said of it here."
    ),
}


def plan_page(
    document: Mapping[str, Any], names: PlanNames, language: str, policy: Policy
) -> PlanPage:
    """The document of a plan as texts of one language, as far as its reader may see people."""
    words = _Words(document, names, language, policy)
    granted = sum(grant["amount"] for grant in document["grants"])
    protected = sum(grant["amount"] for grant in document["protected"])
    stranded = sum(each["total"] for each in document["stranded"])
    # Both are counts of people, weighted and unrounded.
    exact = document if policy.has_raw_rights else {}
    objective, bound = exact.get("objective"), exact.get("bound")
    people = words.people()
    money = words.money(granted)
    return PlanPage(
        language=language,
        status=document["status"],
        headline=words.headline(granted, people),
        people=people,
        people_text="" if people.value is None else words.whole(people.value),
        people_lock=reason_in_words(people.reason, policy) if people.reason else "",
        objective=objective,
        objective_text=numbers.number(objective or 0, language, 2),
        bound=bound,
        # Rounded up: a number that no plan can pass, and never below the objective as shown.
        bound_text=numbers.number(ceil((bound or 0) * 100) / 100, language, 2),
        gap=document["gap"],
        gap_text=words.distance(document["gap"] or 0),
        granted=granted,
        granted_text=money,
        protected=protected,
        protected_text=words.money(protected),
        stranded=stranded,
        stranded_text=words.money(stranded),
        reserve=document["reserve"],
        reserve_text=numbers.percent(document["reserve"], language),
        worth=worth_of(document, words) if exact else None,
        benefits=benefits_of(document, words) if exact else (),
        lines=tuple(words.lines()),
        funders=tuple(words.funder(code) for code in words.funder_codes()),
        beside=tuple(words.beside()),
    )


class _Words(PlanNaming):
    """The parts of one plan in one language."""

    def __init__(
        self, document: Mapping[str, Any], names: PlanNames, language: str, policy: Policy
    ) -> None:
        super().__init__(names, document["currency"], language)
        self.document, self.policy = document, policy
        self.grants = {grant["cell"]: grant for grant in document["grants"]}
        self.stranded = {each["funder"]: each["total"] for each in document["stranded"]}

    def distance(self, gap: float) -> str:
        """How far the proof leaves room for a better plan."""
        if 0 < gap < LEAST_GAP:
            return _("less than %(number)s") % {
                "number": numbers.percent(LEAST_GAP, self.language, 4)
            }
        return numbers.percent(gap, self.language, 4 if gap else 0)

    def people(self) -> Shown:
        """Those who gain, as far as this reader may know."""
        parts = {(grant["place"], grant["groups"]) for grant in self.document["grants"]}
        return self.policy.estimate(self.document["people"], parts=len(parts))

    def headline(self, granted: float, people: Shown) -> str:
        money = self.money(granted)
        if not granted:
            return _("No free money could be placed by comparison.")
        if people.value is None:
            return _("%(money)s placed where they bring most.") % {"money": money}
        return ngettext(
            "%(money)s placed well: about one more person reaches the outcome.",
            "%(money)s placed well: about %(people)s more people reach the outcome.",
            round(people.value),
        ) % {"money": money, "people": self.whole(people.value)}

    def lines(self) -> list[LinePart]:
        """Every line: first those to which the plan brings most, then those that miss most."""
        return [
            LinePart(
                each["line"],
                self.line(each["line"]),
                each["missing"],
                self.money(each["missing"]),
                each["arriving"],
                self.money(each["arriving"]),
                self.money(max(each["missing"] - each["arriving"], 0)),
            )
            for each in sorted(
                self.document["lines"], key=lambda e: (-e["arriving"], -e["missing"], e["line"])
            )
        ]

    def funder_codes(self) -> list[str]:
        found = [*self.document["grants"], *self.document["protected"]]
        return sorted({each["funder"] for each in found} | set(self.stranded))

    def funder(self, code: str) -> FunderPart:
        grants = [g for g in self.document["grants"] if g["funder"] == code]
        protected = self._protected(code)
        total = sum(g["amount"] for g in grants) + sum(
            cell.amount for row in protected for cell in row.cells
        )
        rows = tuple(
            self._grant(g) for g in sorted(grants, key=lambda g: (-g["amount"], g["cell"]))
        )
        smaller = rows[FIRST_SHOWN:] if len(rows) > FIRST_SHOWN + FEW_MORE else ()
        return FunderPart(
            code=code,
            name=self.name(self.names.funders, code),
            total=total,
            total_text=self.money(total),
            grants=rows[: len(rows) - len(smaller)],
            smaller=smaller,
            smaller_text=self.money(sum(row.amount for row in smaller)),
            protected=tuple(protected),
            protected_years=tuple(c.year for c in protected[0].cells) if protected else (),
            protected_needs=tuple(
                self._need(f"{code}/{kept['need']}", kept["need"], kept["amount"])
                for kept in self.document["protected"]
                if kept["funder"] == code
            ),
            stranded=self.stranded.get(code, 0.0),
            stranded_text=self.money(self.stranded.get(code, 0.0)),
        )

    def _grant(self, grant: Mapping[str, Any]) -> GrantRow:
        return GrantRow(
            key=f"{grant['funder']}/{grant['cell']}",
            line_code=grant["line"],
            option=self.name(self.names.options, grant["option"]),
            line=self.line(grant["line"]),
            where=self.place(grant["place"]),
            groups=self.groups(grant["groups"]),
            year=grant["year"],
            amount=grant["amount"],
            amount_text=self.money(grant["amount"]),
            why=self._why(grant),
            gains=gains_of(grant, self) if self.policy.has_raw_rights else (),
        )

    def _why(self, grant: Mapping[str, Any]) -> Phrase:
        """Why here and not there, against the best other use of the same money."""
        reason = grant["reason"]
        other = reason["next_best"]
        if reason["marginal_gain"] == 0:
            full = _("All that is missing here is covered, or all who can be reached are.")
            return together((full, self._other(reason, other) if other else ""))
        if other is None:
            return Phrase(_("The rules of this money allow no other use that helps."))
        return self._other(reason, other)

    def _other(self, reason: Mapping[str, Any], other: Mapping[str, Any]) -> Phrase:
        option, _line, place, _groups, year = other["cell"].rsplit("/", 4)
        last = reason["last_gain"] or reason["marginal_gain"]
        facts = {
            "option": self.name(self.names.options, option),
            "place": self.place(place),
            "year": ltr(year),
        }
        if other["marginal_gain"] >= last * NEARLY_AS_GOOD:
            return filled(
                _("The next shekel does about as much in: %(option)s, %(place)s, %(year)s."), facts
            )
        if not self.policy.has_raw_rights:
            # How much less would tell, beside the amounts, how many people a need is for.
            return filled(
                _("The best other use helps less: %(option)s, %(place)s, %(year)s."), facts
            )
        facts["share"] = numbers.percent(1 - other["marginal_gain"] / last, self.language)
        return filled(
            _("The best other use, %(option)s in %(place)s, %(year)s, helps %(share)s less."), facts
        )

    def _protected(self, funder: str) -> list[ProtectedRow]:
        sums: dict[tuple[str, int], float] = {}
        for grant in self.document["protected"]:
            if grant["funder"] == funder:
                key = (grant["line"], grant["year"])
                sums[key] = sums.get(key, 0.0) + grant["amount"]
        years = sorted({year for _line, year in sums})
        return [
            ProtectedRow(
                self.line(line),
                tuple(
                    ProtectedCell(f"{funder}/{line}/{year}", year, amount, self.money(amount))
                    for year in years
                    for amount in [sums.get((line, year), 0.0)]
                ),
            )
            for line in sorted({line for line, _year in sums})
        ]

    def beside(self) -> list[BesideRow]:
        """What stands beside, one row for each reason, line and option."""
        found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
        for each in self.document["beside"]:
            key = (each["reason"], each["line"], each.get("option", ""))
            found.setdefault(key, []).append(each)
        return [self._beside(*key, parts) for key, parts in found.items()]

    def _beside(
        self, reason: str, line: str, option: str, parts: Sequence[Mapping[str, Any]]
    ) -> BesideRow:
        what = self.line(line)
        if option:
            what = together((what, self.name(self.names.options, option)), ": ")
        missing = sum(part.get("missing", 0.0) for part in parts)
        needs = [part for part in parts if "need" in part]
        key = "/".join(filter(None, (line, option)))
        return BesideRow(
            # A line may stand here for several reasons, with a sum for each.
            key=f"{key}:{reason.replace(' ', '-')}" if needs else key,
            reason=str(BESIDE_WORDS[reason]),
            what=what,
            missing=missing,
            missing_text=self.money(missing) if missing else "",
            count=len(parts),
            needs=tuple(self._need(part["need"], part["need"], part["missing"]) for part in needs),
        )

    def _need(self, key: str, need_id: str, amount: float) -> NeedRow:
        need = self.need(need_id)
        return NeedRow(
            key, need.line, need.where, need.groups, need.year, amount, self.money(amount)
        )

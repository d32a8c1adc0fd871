"""What each kind says: of one gap, of all on a line, by which rule, and what would close it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.funding.models import SharedLine
from shidra.funding.presentation.kept import kept_in_words
from shidra.gaps.models import GapKind
from shidra.gaps.queries import Gap, GapBook, GapBundle, Number, Where
from shidra.i18n import dates, isolates, numbers, phrases
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown, Text

__all__ = ["KINDS", "GapWords", "KindFacts"]

GOOD_QUALITY = 3


@dataclass(frozen=True, slots=True)
class KindFacts:
    """How a kind is drawn, the rule by which it is found, and what closes it."""

    icon: str
    rule: str | Promise
    closes: str | Promise


KINDS: dict[str, KindFacts] = {
    GapKind.RESOURCE: KindFacts(
        "coins",
        gettext_lazy(
            "Missing is the part of a need that no signed money meets. Money meets a need of its "
            "line and year when their places lie in one another and they share a group; each sum "
            "is used once."
        ),
        gettext_lazy("Signed money for this line, place, groups and year."),
    ),
    GapKind.SERVICE: KindFacts(
        "hand-helping",
        gettext_lazy(
            "A need is written down, and no activity on the factor is for its place and groups "
            "with a day in its year. An activity without a place is everywhere, one without "
            "groups is for everybody."
        ),
        gettext_lazy("An activity on this factor, for this place and these groups, in that year."),
    ),
    GapKind.REACH: KindFacts(
        "users",
        gettext_lazy(
            "Compared are the people who need it, the largest number of any one year, and those "
            "whom activities say they reached. Each reach is used once and shared over the places "
            "and groups that the activity is for."
        ),
        gettext_lazy("Activities that reach more of the people here."),
    ),
    GapKind.QUALITY: KindFacts(
        "badge-check",
        gettext_lazy(
            "Of the activities that are for this place and these groups the best rated counts. "
            "From 3 of 4 it is good enough."
        ),
        gettext_lazy("One activity here that is rated 3 of 4 or better."),
    ),
    GapKind.ABSORPTION: KindFacts(
        "piggy-bank",
        gettext_lazy(
            "Money that was given for a year that has ended, less what was reported as spent."
        ),
        gettext_lazy("Spending the money, or giving it to where it can be spent."),
    ),
    GapKind.EVIDENCE: KindFacts(
        "microscope",
        gettext_lazy(
            "A figure can be used when it is at most two years old and its quality is not D. "
            "Somebody must be able to tell how the factor stands, and then how each place and "
            "each group in need stands."
        ),
        gettext_lazy("A figure for this place and these groups, not older than two years."),
    ),
    GapKind.POLICY: KindFacts(
        "landmark",
        gettext_lazy("The adopted map names a rule or practice that blocks the factor."),
        gettext_lazy("A change of the rule; then the map names no barrier any more."),
    ),
    GapKind.OWNERSHIP: KindFacts(
        "user-round-x",
        gettext_lazy("No organisation is named as the one that answers for the factor."),
        gettext_lazy("An organisation that answers for it."),
    ),
    GapKind.OVERLAP: KindFacts(
        "copy",
        gettext_lazy(
            "Signed money for this line, place, groups and year, less the part of it that meets "
            "needs."
        ),
        gettext_lazy("Giving the money to where a need is open, if its rules allow it."),
    ),
}


FURTHEST = KindFacts(
    "scale",
    gettext_lazy(
        "Everybody is to reach the same goal. Of the groups of one dimension, the one at the "
        "largest distance from it in the latest period is furthest. Missing is what the cost of "
        "its strategy exceeds the money that is signed for it; all, where it has no strategy or "
        "no money at all."
    ),
    gettext_lazy("A strategy for this group with signed money, or that the group catches up."),
)


class GapWords:
    """The words of gaps in one language."""

    def __init__(self, book: GapBook, language: str) -> None:
        self.book, self.language = book, language
        self.currency = book.access.initiative.currency

    # --- names -------------------------------------------------------------------------------

    def line(self, code: str) -> Shown:
        """What a line is called."""
        if code in SharedLine.values:
            return Shown(str(SharedLine(code).label), self.language)
        factor = self.book.missing.factors.get(code)
        return self._named(factor.name if factor else None, code)

    def place(self, code: str | None) -> Shown:
        if code is None:
            return Shown(_("everywhere"), self.language)
        return self._named(self.book.places.get(code), code)

    def groups(self, keys: frozenset[str]) -> Phrase:
        if not keys:
            return Phrase(_("everybody"))
        names = (self._named(self.book.groups.get(key), key) for key in sorted(keys))
        return phrases.listed(names, self.language)

    def year(self, year: int | None) -> str:
        return dates.years(year, year, self.language) if year else _("all years")

    def cell(self, where: Where) -> Phrase:
        """Where, for whom and when, as far as it says so."""
        said: list[str] = [self.place(where.place)] if where.place else []
        said += [self.groups(where.groups)] if where.groups else []
        said += [self.year(where.year)] if where.year else []
        return phrases.together(said, " · ")

    def _named(self, name: Text | None, code: str) -> Shown:
        return name.shown(self.language) if name else Shown(isolates.ltr(code), self.language)

    # --- figures -----------------------------------------------------------------------------

    def money(self, amount: Number) -> str:
        return numbers.money(Decimal(str(amount)), self.currency, self.language)

    def number(self, value: Number, digits: int | None = None) -> str:
        return numbers.number(value, self.language, digits)

    def percent(self, share: Number) -> str:
        return numbers.percent(share, self.language)

    def amount(self, unit: str, size: Number | None) -> str:
        """A size in its unit; nothing where it is hidden or counts a thing by itself."""
        if size is None:
            return ""
        if unit == "money":
            return self.money(size)
        if unit == "people":
            return self.people(size)
        return ""

    def people(self, count: Number) -> str:
        words = ngettext("%(count)s person", "%(count)s people", round(count))
        return words % {"count": self.number(round(count))}

    # --- sentences ---------------------------------------------------------------------------

    def what(self, gap: Gap) -> Phrase:
        """What is missing here, as a sentence without its place."""
        if not gap.is_missing:
            return Phrase(_("The data show nothing missing here any more."))
        facts = {"size": self.amount(gap.unit, gap.size), "of": self.amount(gap.unit, gap.of)}
        said = {
            GapKind.SERVICE: self._service,
            GapKind.REACH: self._reach,
            GapKind.QUALITY: self._quality,
        }.get(gap.kind)
        if said is not None:
            return said(gap, facts)
        if gap.unit == "money":
            return Phrase(self._money(gap, facts))
        if gap.kind == GapKind.EVIDENCE:
            return Phrase(self.unknown(gap.why))
        if gap.kind == GapKind.POLICY:
            return filled(_("A rule or practice blocks it: %(rule)s"), rule=self.rule(gap))
        return Phrase(_("Nobody answers for it."))

    def _money(self, found: Gap | GapBundle, amounts: dict[str, str]) -> str:
        """What of money is missing or too much, in one gap or in all of a line."""
        if found.hidden:
            return _("Something is needed here; how much is kept back.")
        if found.kind == GapKind.OVERLAP:
            return _("%(size)s of the %(of)s given here meet no need.") % amounts
        if found.kind == GapKind.ABSORPTION:
            return _("%(size)s of the %(of)s given were not spent.") % amounts
        if found.size == found.of:
            return _("All of the %(of)s that are needed are missing.") % amounts
        return _("%(size)s are missing of %(of)s.") % amounts

    def facts(self, gap: Gap) -> KindFacts:
        """How a gap is drawn, found and closed."""
        return FURTHEST if self.is_of_furthest(gap) else KINDS[gap.kind]

    def is_of_furthest(self, gap: Gap) -> bool:
        """Whether it is a group that is furthest from the goal of everybody."""
        return gap.kind == GapKind.SERVICE and gap.where.is_of_group

    def _furthest(self, gap: Gap, facts: dict[str, str]) -> Phrase:
        if gap.unit == "money":
            words = _(
                "%(groups)s: furthest from the goal of everybody; %(size)s of the %(of)s that the "
                "strategy costs are missing."
            )
        elif gap.why == "no_strategy":
            words = _("%(groups)s: furthest from the goal of everybody, and without a strategy.")
        else:
            words = _(
                "%(groups)s: furthest from the goal of everybody, with a strategy and without any "
                "money for it."
            )
        return filled(words, facts | {"groups": self.groups(gap.where.groups)})

    def _service(self, gap: Gap, facts: dict[str, str]) -> Phrase:
        if self.is_of_furthest(gap):
            return self._furthest(gap, facts)
        if facts["size"]:
            return Phrase(_("Nobody acts here, and %(size)s need it.") % facts)
        return Phrase(_("Nobody acts here."))

    def _quality(self, gap: Gap, _facts: dict[str, str]) -> Phrase:
        words = _("The best activity here is rated %(best)s of 4.")
        return Phrase(words % {"best": self.number(GOOD_QUALITY - (gap.size or 0))})

    def _reach(self, gap: Gap, facts: dict[str, str]) -> Phrase:
        share = self.percent(gap.share or 0)
        if facts["size"] and facts["of"]:
            words = _("%(size)s of %(of)s in need were not reached, %(share)s.")
            counts = {"size": self.number(round(gap.size or 0)), "share": share}
            return Phrase(words % (facts | counts))
        return Phrase(_("%(share)s of the people in need were not reached.") % {"share": share})

    def unknown(self, why: str) -> str:
        """What nobody can tell."""
        return {
            "no_indicator": _("Nothing measures it."),
            "no_figure": _("It has an indicator, and nothing was measured yet."),
            "poor_figure": _("Its figures are too poor to build on."),
            "old_figure": _("Its latest figures are more than two years old."),
            "no_figure_here": _("No figure tells how this place stands."),
            "no_figure_for_groups": _("No figure tells how these groups stand."),
        }.get(why) or _("No figure tells how this place and these groups stand.")

    def rule(self, gap: Gap) -> Shown:
        """The rule or practice that blocks a factor."""
        factor = self.book.missing.factors.get(gap.where.line)
        return (factor.barrier if factor else Text()).shown(self.language)

    def summary(self, bundle: GapBundle) -> Phrase:
        """What one kind misses on one line, all places together."""
        amounts = {
            "size": self.amount(bundle.unit, bundle.size),
            "of": self.amount(bundle.unit, bundle.of),
            "share": self.percent(bundle.shortfall or 0),
        }
        if len(bundle.gaps) == 1 and bundle.judged == 1:
            return self.what(bundle.gaps[0])
        if bundle.kind == GapKind.SERVICE and all(map(self.is_of_furthest, bundle.gaps)):
            return Phrase(self._behind(bundle))
        if bundle.unit == "money":
            kept = sum(gap.unit == "money" and gap.hidden is not None for gap in bundle.gaps)
            told = self._money(bundle, amounts)
            said = told if bundle.hidden else kept_in_words(kept, self.language)
            return phrases.together(dict.fromkeys((told, said)))
        if bundle.kind == GapKind.REACH and amounts["size"]:
            words = _("%(size)s of %(of)s in need were not reached, %(share)s.")
            return Phrase(words % (amounts | {"size": self.number(round(bundle.size or 0))}))
        if bundle.kind == GapKind.REACH:
            return Phrase(_("%(share)s of the people in need were not reached.") % amounts)
        return Phrase(self._counted(bundle))

    def _behind(self, bundle: GapBundle) -> str:
        """How many groups are furthest from a goal without a funded strategy."""
        words = ngettext(
            "%(count)s group is furthest from the goal of everybody, without a funded strategy.",
            "%(count)s groups are furthest from the goal of everybody, without a funded strategy.",
            bundle.count,
        )
        return words % {"count": self.number(bundle.count)}

    def _counted(self, bundle: GapBundle) -> str:
        """How many of the cells that were looked at miss something."""
        if bundle.kind == GapKind.SERVICE:
            words = ngettext(
                "Nobody acts on %(count)s of %(judged)s need.",
                "Nobody acts on %(count)s of %(judged)s needs.",
                bundle.judged,
            )
        elif bundle.kind == GapKind.QUALITY:
            words = ngettext(
                "Nobody does it well enough in %(count)s of %(judged)s place and group.",
                "Nobody does it well enough in %(count)s of %(judged)s places and groups.",
                bundle.judged,
            )
        else:
            words = ngettext(
                "No figure tells fully of %(count)s of %(judged)s place and group.",
                "No figure tells fully of %(count)s of %(judged)s places and groups.",
                bundle.judged,
            )
        counts = {"count": self.number(bundle.count), "judged": self.number(bundle.judged)}
        return words % counts

    def in_numbers(self, gap: Gap) -> str:
        """The formula of a gap with its own numbers; empty where they are hidden or none."""
        if gap.size is None or gap.of is None or not gap.is_missing:
            return ""
        size, of = gap.size, gap.of
        if gap.unit == "money":
            shown = [self._exact(each) for each in (of, of - size, size)]
        elif gap.kind == GapKind.REACH:
            shown = [self.number(round(each, 1)) for each in (of, of - size, size)]
        elif gap.kind == GapKind.QUALITY:
            shown = [self.number(each) for each in (of, of - size, size)]
        else:
            return ""
        return isolates.ltr(" ".join((shown[0], "−", shown[1], "=", shown[2])))

    def _exact(self, amount: Number) -> str:
        return numbers.money(Decimal(str(amount)), self.currency, self.language, exact=True)

    def numbers_mean(self, kind: str) -> str:
        """What stands on both sides of the minus sign."""
        return {
            GapKind.RESOURCE: _("needed − covered = missing"),
            GapKind.OVERLAP: _("given − what meets needs = overlap"),
            GapKind.ABSORPTION: _("given − spent = not spent"),
            GapKind.REACH: _("in need − reached = not reached"),
            GapKind.QUALITY: _("good enough − best rating here = missing"),
            GapKind.SERVICE: _("cost of the strategy − signed = missing"),
        }.get(GapKind(kind), "")

    def untold(self, why: str) -> str:
        """Why something cannot be told yet."""
        return {
            "no_need": _("No need is written down."),
            "no_people": _("The needs do not say for how many people."),
            "several_kinds_of_people": _("The needs are for people of several kinds."),
            "reach_not_reported": _("An activity did not say whom it reached."),
            "not_rated": _("Nobody rated the activities."),
            "spending_not_reported": _("Nobody reported what was spent."),
            "furthest_not_told": _(
                "Two groups look the same here, rounded, so that it is not told who is furthest "
                "from the goal."
            ),
            "money_not_told": _(
                "Whether the group that is furthest from the goal has money rests on money that "
                "you may not see."
            ),
        }.get(why, "")

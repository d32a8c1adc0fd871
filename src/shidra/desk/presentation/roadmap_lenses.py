"""What the map shows on its cards: one lens at a time, its finding as a sentence, and its key.

Each lens says the same thing four times: as a sentence over the map, as a tag on a card, as words
in the table and to those who hear the map, and in the key.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.presentation.roadmap_words import RoadmapWords
from shidra.funding.models import SharedLine
from shidra.gaps.models import GapKind
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import comma, filled, together
from shidra.pictures.map import CardMark, Tone
from shidra.roadmap.models import EvidenceItem, FactorEntry

__all__ = [
    "Lens",
    "counted",
    "evidence_lens",
    "freshness_lens",
    "lens_of",
    "map_alone",
    "missing_lens",
    "money_lens",
    "names_of_lenses",
]

DEPTHS = 5
DAYS_OF_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Lens:
    """The map seen in one way.

    Attributes:
        finding: the sentence over the map.
        column: the heading of its column in the table, empty for none.
        marks: what it says on each card, by the code of the factor.
        words: the same in full, for the table and for those who hear the map.
        cells: what the table says instead, where that is otherwise.
        tags: short words at the foot of a card, beside its code.
        flagged: the factors that the finding counts.
        tone: how the table marks those.
        quiet: the factors that it has nothing to say about.
        key: name of a sample and its words, in order.
        folded: what stands on a card that several factors are folded into.
    """

    finding: str
    column: str = ""
    marks: Mapping[str, CardMark] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()
    tone: Tone = "missing"
    quiet: frozenset[str] = frozenset()
    key: tuple[tuple[str, str], ...] = ()
    folded: Callable[[Collection[str]], CardMark | None] = lambda _codes: None


def names_of_lenses() -> dict[str, tuple[str, str]]:
    """Each lens with its name and its icon, in their order."""
    return {
        "missing": (_("What is missing"), "circle-dashed"),
        "evidence": (_("Evidence"), "book-open-check"),
        "money": (_("Money"), "coins"),
        "freshness": (_("How fresh it is"), "clock"),
        "results": (_("Results"), "chart-line"),
        "work": (_("Programmes and system work"), "wrench"),
        "group": (_("One group"), "users"),
        "place": (_("One place"), "map-pin"),
        "none": (_("The map alone"), "map"),
    }


def counted(
    flagged: frozenset[str], word: str, tone: Tone, language: str
) -> Callable[..., CardMark]:
    """On a folded card: how many of its factors the lens is about, and what it says of them."""

    def mark(codes: Collection[str]) -> CardMark | None:
        count = len(flagged & set(codes))
        if not count:
            return None
        of = {
            "count": numbers.number(count, language),
            "all": numbers.number(len(codes), language),
            "what": word,
        }
        return CardMark(_("%(count)s of %(all)s: %(what)s") % of, tone)

    return mark  # type: ignore[return-value]


def map_alone(words: RoadmapWords) -> Lens:
    """Nothing on the cards: what leads to what, and no more."""
    factors, links = len(words.factors), len(words.roadmap.ties)
    if not factors:
        return Lens(_("The road map: what leads to the outcome"))
    finding = ngettext(
        "One factor leads to the outcome, by %(links)s links",
        "%(count)s factors lead to the outcome, by %(links)s links",
        factors,
    ) % {"count": words.number(factors), "links": words.number(links)}
    return Lens(finding)


def missing_lens(words: RoadmapWords) -> Lens:
    """How much money is missing, how much of the need is covered, and what else is missing."""
    marks, said = {}, {}
    for code, line in words.lines.items():
        if not line.need:
            continue
        tag = ""
        if line.missing > 0:
            short = words.money(line.missing, short=True)
            tag = _("%s missing") % short
            amounts = {"missing": words.money(line.missing), "need": words.money(line.need)}
            said[code] = _("%(missing)s missing of %(need)s") % amounts
        marks[code] = CardMark(tag, "missing", line.covered / line.need)
    lacking, marks = frozenset(said), _with_withheld(words, marks, said)
    cells, tags = _kinds_on_cards(words, marks, said)

    def folded(codes: Collection[str]) -> CardMark | None:
        lines = [words.lines[code] for code in codes if code in words.lines]
        need, missing = sum(line.need for line in lines), sum(line.missing for line in lines)
        if not need:
            return None
        tag = _("%s missing") % words.money(missing, short=True) if missing > 0 else ""
        return CardMark(tag, "missing", sum(line.covered for line in lines) / need)

    return Lens(
        finding=_missing_headline(words),
        column=_("Kinds of gaps"),
        marks=marks,
        words=said,
        cells=cells,
        tags=tags,
        flagged=lacking,
        key=(
            ("missing", _("something is missing here; the tag says how much")),
            ("plain", _("what else is missing than money; the foot of the card names it")),
            ("covered", _("how much of the need is covered")),
        ),
        folded=folded,
    )


def _kinds_on_cards(
    words: RoadmapWords, marks: dict[str, CardMark], said: dict[str, str]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What the table and the foot of each card say of the kinds of gaps a factor has."""
    # Words of the page's own language: a foot that is cut short must leave no isolate open.
    cells = dict[str, str]()
    tags = dict[str, tuple[str, ...]]()
    between = comma(words.language)
    for code in words.entries:
        counts = words.kinds.get(code, {})
        names = {kind: str(GapKind(kind).label) for kind in GapKind.values if counts.get(kind)}
        if not names:
            continue
        counted = {kind: f"{name} ({words.number(counts[kind])})" for kind, name in names.items()}
        cells[code] = between.join(counted.values())
        others = [kind for kind in names if kind != GapKind.RESOURCE]
        if not others:
            continue
        has_tag = code in marks and bool(marks[code].tag)
        if has_tag or len(others) > 1:
            tags[code] = (between.join(names[kind] for kind in others),)
        if not has_tag:
            share = marks[code].share if code in marks else None
            marks[code] = CardMark(_kinds(others, words), "plain", share)
        more = filled(
            _("other gaps: %(kinds)s") if code in said else _("gaps: %(kinds)s"),
            kinds=between.join(counted[kind] for kind in others),
        )
        said[code] = together([said[code], more], "; ") if code in said else more
    return cells, tags


def _kinds(kinds: Sequence[str], words: RoadmapWords) -> str:
    """The only kind by its name, or how many there are."""
    if len(kinds) == 1:
        return str(GapKind(kinds[0]).label)
    many = ngettext("%(count)s kind of gap", "%(count)s kinds of gaps", len(kinds))
    return many % {"count": words.number(len(kinds))}


def _missing_headline(words: RoadmapWords) -> str:
    lines = [
        line
        for code, line in words.all_lines.items()
        if code not in SharedLine.values and line.missing > 0
    ]
    if not lines:
        return _("The road map: what leads to the outcome")
    return ngettext(
        "On the way to the outcome, one factor lacks %(money)s",
        "On the way to the outcome, %(count)s factors lack %(money)s",
        len(lines),
    ) % {
        "count": words.number(len(lines)),
        "money": words.money(sum(line.missing for line in lines)),
    }


def _with_withheld(
    words: RoadmapWords, marks: dict[str, CardMark], said: dict[str, str]
) -> dict[str, CardMark]:
    """Sums that would give away private money say so, and never look like nothing."""
    for code in words.withheld:
        marks[code] = CardMark(_("hidden"), "unknown")
        said[code] = _("Hidden: the sum would tell what one funder gave.")
    return marks


def money_lens(words: RoadmapWords) -> Lens:
    """Where the money stands: the deeper the colour, the more of it."""
    lines = {code: line for code, line in words.all_lines.items() if code in words.entries}
    most = max((line.committed for line in lines.values()), default=0)
    marks, said = {}, {}
    for code, line in lines.items():
        if line.committed > 0:
            depth = max(1, round(DEPTHS * line.committed / most))
            share = line.covered / line.need if line.need else None
            marks[code] = CardMark(words.money(line.committed, short=True), "money", share, depth)
            said[code] = _("%(money)s committed") % {"money": words.money(line.committed)}
        elif line.need:
            marks[code] = CardMark(_("no money yet"), "missing", 0.0)
            said[code] = _("no money yet")

    def folded(codes: Collection[str]) -> CardMark | None:
        of = [lines[code] for code in codes if code in lines]
        need, committed = sum(line.need for line in of), sum(line.committed for line in of)
        if not committed:
            return CardMark(_("no money yet"), "missing", 0.0) if need else None
        share = sum(line.covered for line in of) / need if need else None
        return CardMark(words.money(committed, short=True), "money", share)

    return Lens(
        finding=_money_headline(words, {code: line.committed for code, line in lines.items()}),
        column=_("Committed"),
        marks=_with_withheld(words, marks, said),
        words=said,
        flagged=frozenset(code for code, line in lines.items() if line.committed > 0),
        key=(
            ("money", _("money committed: the deeper the colour, the more")),
            ("missing", _("no money yet")),
            ("covered", _("how much of the need is covered")),
        ),
        folded=folded,
    )


def _money_headline(words: RoadmapWords, committed: Mapping[str, float]) -> str:
    funded = {code: amount for code, amount in committed.items() if amount > 0}
    if words.withheld:
        return _("Where the money stands on the map")
    if not funded:
        return _("No money has been committed to any factor yet")
    first = max(funded, key=lambda code: funded[code])
    facts = {
        "money": words.money(sum(funded.values())),
        "count": words.number(len(funded)),
        "all": words.number(len(words.factors)),
        "name": words.names[first],
    }
    return filled(
        _("%(money)s is committed to %(count)s of %(all)s factors, the most to: %(name)s"), facts
    )


def evidence_lens(words: RoadmapWords) -> Lens:
    """How well each factor is supported; what nothing supports is missing evidence."""
    contradicted = {
        item.factor_id
        for item in words.roadmap.evidence
        if item.direction == EvidenceItem.Direction.CONTRADICTS
    }
    marks, said, bare = {}, {}, set()
    for entry in words.roadmap.entries:
        code, rank = entry.factor.code, words.ranks.get(entry.factor_id, 0)
        said[code] = words.evidence(entry)
        marks[code] = CardMark(said[code])
        if not rank and not entry.is_outcome:
            bare.add(code)
            marks[code] = CardMark(_("no evidence"), "missing")
        elif not rank:
            del marks[code]
        if entry.factor_id in contradicted:
            said[code] = _("%(evidence)s; something contradicts it") % {"evidence": said[code]}
            marks[code] = CardMark(_("contradicted"), "unknown")
    total = len(words.factors)
    counts = {"count": words.number(len(bare)), "all": words.number(total)}
    finding = (
        ngettext(
            "One of %(all)s factors has no evidence",
            "%(count)s of %(all)s factors have no evidence",
            len(bare),
        )
        if bare
        else _("Some evidence supports each of the %(all)s factors")
    )
    return Lens(
        finding=finding % counts,
        column=_("What supports it"),
        marks=marks,
        words=said,
        flagged=frozenset(bare),
        key=(
            ("missing", _("nothing supports it yet")),
            ("unknown", _("some of the evidence contradicts it")),
        ),
        folded=counted(frozenset(bare), _("no evidence"), "missing", words.language),
    )


def freshness_lens(words: RoadmapWords) -> Lens:
    """When each factor was looked at last, and what has waited too long."""
    marks, said, stale = {}, {}, set()
    for entry in words.roadmap.entries:
        code = entry.factor.code
        tag, said[code], is_stale = _age(entry, words)
        marks[code] = CardMark(tag, "unknown" if is_stale else "plain")
        if is_stale and not entry.is_outcome:
            stale.add(code)
    counts = {
        "count": words.number(len(stale)),
        "all": words.number(len(words.factors)),
        "days": words.number(words.stale_after),
    }
    finding = (
        ngettext(
            "One of %(all)s factors was not looked at for %(days)s days",
            "%(count)s of %(all)s factors were not looked at for %(days)s days",
            len(stale),
        )
        if stale
        else _("Each of the %(all)s factors was looked at within %(days)s days")
    )
    old = _("not looked at for %(days)s days, or never") % {"days": words.number(words.stale_after)}
    return Lens(
        finding=finding % counts,
        column=_("Last looked at"),
        marks=marks,
        words=said,
        flagged=frozenset(stale),
        tone="unknown",
        key=(("plain", _("looked at lately")), ("unknown", old)),
        folded=counted(frozenset(stale), _("not fresh"), "unknown", words.language),
    )


def _age(entry: FactorEntry, words: RoadmapWords) -> tuple[str, str, bool]:
    """The tag, the full words, and whether it has waited too long."""
    looked_on = entry.last_reviewed_on
    if looked_on is None:
        return _("never looked at"), _("never looked at"), True
    days = (words.today - looked_on).days
    months = round(days / DAYS_OF_MONTH)
    tag = _("this month")
    if months > 0:
        tag = ngettext("one month ago", "%(count)s months ago", months) % {
            "count": words.number(months)
        }
    return tag, dates.date(looked_on, words.language), days > words.stale_after


def lens_of(question: MapQuestion, words: RoadmapWords) -> Lens | None:
    """A lens that needs no more than the map and its money; None for one that reads more."""
    found: Mapping[str, Callable[[RoadmapWords], Lens]] = {
        "missing": missing_lens,
        "evidence": evidence_lens,
        "money": money_lens,
        "freshness": freshness_lens,
        "none": map_alone,
    }
    made = found.get(question.lens)
    return made(words) if made else None

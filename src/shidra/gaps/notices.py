"""What gaps tell: reservations that run out, how a gap is followed, how gaps stood on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.queries import model_label
from shidra.funding.analysis.needs_told import told_needs
from shidra.funding.models import SharedLine
from shidra.funding.permissions import plan_scope
from shidra.funding.queries import allocations_of, commitments_of, needs_of
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.presentation.standing import LOOKS
from shidra.gaps.queries import Life, factors_of_map, lives_of, lives_on, place_names
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access, Right
from shidra.initiatives.queries import parent_codes_of_places
from shidra.network.permissions import own_of
from shidra.notifications.registry import Asking, Due, Subject
from shidra.roadmap.registry import PastLine, PastPart

__all__ = ["factors_as_subjects", "gaps_as_subjects", "gaps_on_day", "reservations_due"]

State = GapState.State
OF_MONEY = frozenset({GapKind.RESOURCE, GapKind.OVERLAP, GapKind.ABSORPTION})
SOON, WEIGHT = timedelta(days=30), 60


def reservations_due(asking: Asking) -> Iterator[Due]:
    """Reservations of one's own organisations that run out within a month; for the backbone, all."""
    access: Access = asking.access
    # What everything is called is read only where there is something to name.
    running_out = [life for life in _seen(access).values() if _runs_out(life, asking)]
    if not running_out:
        return
    own, names = own_of(access).organisations, _names(access)
    for life in running_out:
        is_mine = life.reserved_by in own and access.may(Right.EDIT_OWN)
        if not (is_mine or access.may(Right.EDIT) or asking.everything):
            continue
        name = _title(life, names, asking.language)
        yield Due(
            key=f"gap/{life.ref}",
            title=filled(_("The reservation of %(name)s runs out"), name=name),
            href=_page(access, life),
            due_on=life.reserved_until,
            detail=_("Sign and give the money, or give the reservation back."),
            weight=WEIGHT,
        )


def _runs_out(life: Life, asking: Asking) -> bool:
    """Whether a gap is held until a day that is near; of everything, until any day."""
    until = life.reserved_until
    if life.stands(asking.today) != State.RESERVED or until is None:
        return False
    return asking.everything or until - asking.today <= SOON


def gaps_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """Gaps of which something was said, each with what is kept of it."""
    access: Access = asking.access
    wanted, names, quiet = set(codes), _names(access), _quiet_lines(access)
    return {
        ref: Subject(
            _title(life, names, asking.language),
            _page(access, life),
            {model_label(GapState): [life.pk]},
        )
        for ref, life in _seen(access).items()
        if ref in wanted and not _is_quiet(life, quiet)
    }


def factors_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """What gaps add to a factor: what people said of those on it."""
    found: dict[str, list[int]] = {code: [] for code in codes}
    quiet = _quiet_lines(asking.access)
    for life in _seen(asking.access).values():
        if life.where.line in found and not _is_quiet(life, quiet):
            found[life.where.line].append(life.pk)
    return {
        code: Subject("", "", {model_label(GapState): rows}) for code, rows in found.items() if rows
    }


def gaps_on_day(access: Access, day: date, language: str) -> PastPart:
    """How the gaps stood on a past day of which something had been said by then."""
    names, found = _names(access), list[PastLine]()
    for life in _in_sight(access, lives_on(access.initiative, day)).values():
        state = State(life.stands(day))
        tone, icon = LOOKS[state]
        is_gone = life.gone_on is not None
        found.append(
            PastLine(
                name=_title(life, names, language),
                href=_page(access, life),
                tag=_("closed by the data") if is_gone else str(state.label),
                tone=LOOKS[State.CLOSED][0] if is_gone else tone,
                icon=LOOKS[State.CLOSED][1] if is_gone else icon,
            )
        )
    count = {"count": numbers.number(len(found), language)}
    said = ngettext(
        "Of %(count)s gap something had been said by that day.",
        "Of %(count)s gaps something had been said by that day.",
        len(found),
    )
    return PastPart(
        title=_("Gaps on that day"),
        answer=said % count
        if found
        else _("Nothing had been said of any gap by that day, so that none can be shown."),
        lines=tuple(found),
    )


def _seen(access: Access) -> dict[str, Life]:
    """What was said of gaps, but those that would tell of money out of sight."""
    return _in_sight(access, lives_of(access.initiative))


def _in_sight(access: Access, lives: dict[str, Life]) -> dict[str, Life]:
    if not lives:
        return {}
    initiative = access.initiative
    closed = plan_scope(access, commitments_of(initiative), allocations_of(initiative)).closed_lines
    quiet = _quiet_lines(access)
    return {
        ref: replace(life, gone_on=None, returned_on=None) if _is_quiet(life, quiet) else life
        for ref, life in lives.items()
        if not (life.kind in OF_MONEY and life.where.line in closed)
        and (access.has_raw_rights or not life.tells_of_people)
    }


def _quiet_lines(access: Access) -> frozenset[str]:
    """The lines of whose money the data say nothing to this reader: needs on them are kept back."""
    needs = needs_of(access.initiative)
    told = told_needs(access, needs, parent_codes_of_places(access.initiative))
    return frozenset(row.line for row in told.kept)


def _is_quiet(life: Life, quiet: frozenset[str]) -> bool:
    return life.kind in OF_MONEY and life.where.line in quiet


@dataclass(frozen=True, slots=True)
class _Names:
    """What the lines and places of gaps are called."""

    factors: Mapping[str, Text]
    places: Mapping[str, Text]


def _names(access: Access) -> _Names:
    factors = {each.code: each.name for each in factors_of_map(access.initiative)}
    return _Names(factors, place_names(access.initiative))


def _title(life: Life, names: _Names, language: str) -> Phrase:
    line, place = life.where.line, life.where.place
    is_shared = line in SharedLine.values
    name = SharedLine(line).label if is_shared else _named(names.factors, line, language)
    facts: dict[str, object] = {"line": name, "kind": GapKind(life.kind).label}
    if place is None:
        return filled("%(line)s · %(kind)s", facts)
    facts["place"] = _named(names.places, place, language)
    return filled("%(line)s · %(kind)s · %(place)s", facts)


def _named(names: Mapping[str, Text], code: str, language: str) -> Shown:
    return names.get(code, Text()).shown(language)


def _page(access: Access, life: Life) -> str:
    return reverse("gaps:gap", args=[access.initiative.code, life.ref])

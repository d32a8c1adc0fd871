"""Reads of the agenda: which version counts, and whether the initiative still says the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from shidra.agenda.models import (
    OUTCOME,
    AgendaSignature,
    AgendaVersion,
    Clause,
    Named,
    Wording,
)
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Organisation

__all__ = [
    "WRITTEN_THROUGH",
    "Choices",
    "Departure",
    "Obstacle",
    "Unsigned",
    "adopted_agenda_or_none",
    "agreed_before_or_none",
    "changed_outcome",
    "choices_of",
    "current_among",
    "departure_or_none",
    "drifted_clauses",
    "every_signature_of",
    "obstacles_to",
    "open_agenda_or_none",
    "signatures_of",
    "unsigned_of",
    "wants_reason",
    "without_signature",
]

Status = AgendaVersion.Status
# The clauses that the initiative itself holds, for the pages and the workbook that read it there.
WRITTEN_THROUGH = (Clause.RESULT, Clause.PROBLEM, Clause.SCOPE, Clause.PRINCIPLES)


def adopted_agenda_or_none(initiative: Initiative) -> AgendaVersion | None:
    """The version that counts now."""
    return AgendaVersion.objects.filter(initiative=initiative, status=Status.ADOPTED).first()


def open_agenda_or_none(initiative: Initiative) -> AgendaVersion | None:
    """The draft, or the version that is open for comments."""
    return AgendaVersion.objects.filter(
        initiative=initiative, status__in=[Status.DRAFT, Status.CONSULTATION]
    ).first()


def agreed_before_or_none(version: AgendaVersion) -> AgendaVersion | None:
    """The version that counted before this one does, or would."""
    agreed = AgendaVersion.objects.filter(
        initiative_id=version.initiative_id, number__lt=version.number
    )
    return agreed.exclude(adopted_on=None).order_by("-number").first()


def drifted_clauses(initiative: Initiative) -> tuple[Clause, ...]:
    """The clauses in which the initiative says something else than its adopted agenda.

    A workbook or an edit may put other words there; what was agreed stays as it was signed.
    """
    adopted = adopted_agenda_or_none(initiative)
    if adopted is None:
        return ()
    return tuple(
        clause
        for clause in WRITTEN_THROUGH
        if not getattr(initiative, clause).same_words(getattr(adopted.wording, clause))
    )


def signatures_of(version: AgendaVersion) -> QuerySet[AgendaSignature]:
    """Who stands behind it, in the order of signing."""
    return every_signature_of(version).filter(withdrawn_on=None)


def every_signature_of(version: AgendaVersion) -> QuerySet[AgendaSignature]:
    """Who signed, in the order of signing, those who withdrew included."""
    return AgendaSignature.objects.filter(version=version).select_related("organisation", "group")


def without_signature(version: AgendaVersion) -> Q:
    """Of organisations or groups those that do not stand behind a version."""
    standing = signatures_of(version).select_related(None)
    signed = Q(agenda_signatures__in=standing.values("pk"))
    return Q(initiative_id=version.initiative_id) & ~signed


@dataclass(frozen=True, slots=True)
class Departure:
    """Words of the initiative that would differ from those that partners have signed."""

    version: AgendaVersion
    signatures: int
    clauses: tuple[Clause, ...]


def departure_or_none(initiative: Initiative, words: Mapping[str, Text]) -> Departure | None:
    """Which signed clauses these words would change; what differs already is no departure."""
    adopted = adopted_agenda_or_none(initiative)
    signatures = signatures_of(adopted).count() if adopted else 0
    if adopted is None or not signatures:
        return None
    clauses = tuple(
        clause
        for clause in WRITTEN_THROUGH
        if clause in words
        and not words[clause].same_words(getattr(adopted.wording, clause))
        and not words[clause].same_words(getattr(initiative, clause))
    )
    return Departure(adopted, signatures, clauses) if clauses else None


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Partners, and groups that residents speak for here, which have not signed a version."""

    organisations: tuple[Organisation, ...]
    groups: tuple[Group, ...]


def unsigned_of(version: AgendaVersion) -> Unsigned:
    """Those whose names wait for a signature."""
    here = without_signature(version)
    return Unsigned(
        tuple(Organisation.objects.filter(here)),
        tuple(Group.objects.filter(here, affiliations__isnull=False).distinct()),
    )


class Obstacle(StrEnum):
    """Why a version cannot be adopted yet."""

    NO_CONSULTATION = "no_consultation"
    NO_RESULT = "no_result"
    NO_PROBLEM = "no_problem"
    UNANSWERED = "unanswered"
    NO_REASON = "no_reason"
    NO_DECISION = "no_decision"
    DAY_IN_FUTURE = "day_in_future"
    DAY_TOO_EARLY = "day_too_early"


def changed_outcome(version: AgendaVersion) -> frozenset[Clause]:
    """The parts of the agreed outcome that this version changes; none for the first."""
    before = agreed_before_or_none(version)
    if before is None:
        return frozenset()
    now: Wording = version.wording
    return now.changed_from(before.wording) & OUTCOME


def wants_reason(version: AgendaVersion, today: date) -> bool:
    """Whether adopting needs a reason: the outcome changes, or the consultation is cut short."""
    until = version.consultation_until
    return bool(changed_outcome(version)) or (until is not None and today < until)


def obstacles_to(version: AgendaVersion) -> frozenset[Obstacle]:
    """What keeps this version from being adopted at all, today."""
    found = {
        Obstacle.NO_CONSULTATION: version.status == Status.DRAFT,
        Obstacle.NO_RESULT: version.wording.is_empty(Clause.RESULT),
        Obstacle.NO_PROBLEM: version.wording.is_empty(Clause.PROBLEM),
        Obstacle.UNANSWERED: version.comments.filter(answer="").exists(),
    }
    return frozenset(obstacle for obstacle, stands in found.items() if stands)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a wording may name, by code and in the order of the tables."""

    places: dict[str, Named]
    groups: dict[str, Named]
    measures: dict[str, Named]
    partners: dict[str, Named]


def choices_of(initiative: Initiative, wording: Wording) -> Choices:
    """What the initiative has now, and what the wording names of what has gone since."""
    partners = (work.by for work in wording.earlier_work if work.by)
    return Choices(
        _by_code(wording.where, initiative.places.values_list("code", "name")),
        _by_code(wording.groups, ((each.key, each.name) for each in initiative.groups.all())),
        _by_code(
            [wording.measure] if wording.measure else [],
            initiative.indicators.values_list("code", "name"),
        ),
        _by_code(partners, initiative.organisations.values_list("code", "name")),
    )


def _by_code(named: Iterable[Named], rows: Iterable[tuple[str, Text]]) -> dict[str, Named]:
    return {code: Named(code, name) for code, name in rows} | {each.code: each for each in named}


def current_among(versions: QuerySet[AgendaVersion]) -> AgendaVersion | None:
    """The adopted one of these, else the newest that is open."""
    adopted = versions.filter(status=Status.ADOPTED).first()
    return adopted or versions.order_by("-number").first()

"""The list of versions, the page of each of them, and the map as it was on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.i18n import dates, isolates, numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.roadmap.models import MapComment, RoadmapVersion
from shidra.roadmap.presentation.differences import ChangeGroup, change_groups, counted
from shidra.roadmap.presentation.picture import (
    VersionPictures,
    difference_pictures,
    version_pictures,
)
from shidra.roadmap.presentation.saying import SaidLine, comment_line
from shidra.roadmap.presentation.wording import MapWording, Words
from shidra.roadmap.queries import (
    MapState,
    Obstacle,
    comments_on,
    difference_between,
    difference_of,
    state_of,
)

__all__ = [
    "PastPage",
    "VersionLine",
    "VersionPage",
    "obstacle_in_words",
    "past_page",
    "version_lines",
    "version_page",
]

Status = RoadmapVersion.Status
TONES = {
    Status.DRAFT.value: "unknown",
    Status.CONSULTATION.value: "intermediate",
    Status.ADOPTED.value: "on-path",
    Status.SUPERSEDED.value: "",
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list: where it stands, who adopted it, why, and how much it changed."""

    number: int
    name: str
    status: str
    tone: str
    standing: Phrase
    who: Shown | None
    decided_by: Shown | None
    reason: Shown | None
    changes: str
    before: int | None
    is_open: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class AboutChoice:
    """A factor or a link of a version, with what was said about it."""

    name: Words
    comment_href: str
    comments: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with this version now."""

    comment: bool
    answer: bool
    adopt: bool
    discard: bool
    edit: bool


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version: its map, how it differs from the one before, and what was said about it."""

    version: RoadmapVersion
    line: VersionLine
    title: Phrase
    pictures: VersionPictures
    is_marked: bool
    factors: tuple[AboutChoice, ...]
    links: tuple[AboutChoice, ...]
    whole: AboutChoice
    said: tuple[tuple[Words, tuple[SaidLine, ...]], ...]
    unanswered: int
    before: RoadmapVersion | None
    answer: Phrase | None
    groups: tuple[ChangeGroup, ...]
    may: Rights


@dataclass(frozen=True, slots=True)
class PastPage:
    """The map that counted on a day, beside the one that counts now."""

    day: str
    version: RoadmapVersion
    line: VersionLine
    now: RoadmapVersion
    then_pictures: VersionPictures
    now_pictures: VersionPictures
    is_today: bool
    answer: Phrase
    groups: tuple[ChangeGroup, ...]


def version_lines(
    versions: Sequence[RoadmapVersion], access: Access, words: MapWording
) -> list[VersionLine]:
    """Versions newest first, each with when another took its place."""
    ordered = sorted(versions, key=lambda each: each.number)
    adopted = [each for each in ordered if each.adopted_on]
    after = {each.pk: later for each, later in pairwise(adopted)}
    before = {later.pk: each for each, later in pairwise(ordered)}
    return [
        version_line(each, access, words, after.get(each.pk), before.get(each.pk))
        for each in reversed(ordered)
    ]


def version_line(
    version: RoadmapVersion,
    access: Access,
    words: MapWording,
    after: RoadmapVersion | None = None,
    before: RoadmapVersion | None = None,
) -> VersionLine:
    """One version of the list; people by name for members alone."""
    language = words.language
    by = version.adopted_by if version.adopted_on else version.opened_by
    return VersionLine(
        number=version.number,
        name=words.version(version.number),
        status=str(Status(version.status).label),
        tone=TONES[version.status],
        standing=_standing(version, language, after),
        who=who_acted(by, language) if by and access.is_member else None,
        decided_by=version.decided_by.shown(language) if version.decided_by else None,
        reason=version.reason.shown(language) if version.reason else None,
        changes=_changes(version, before, language),
        before=before.number if before else None,
        is_open=version.is_open,
        day=version.adopted_on,
    )


def _standing(version: RoadmapVersion, language: str, after: RoadmapVersion | None) -> Phrase:
    """One sentence: adopted when, open until when, in force from when to when."""
    number = isolates.ltr(str(version.number))
    day = dates.date(version.adopted_on, language) if version.adopted_on else ""
    if version.status == Status.ADOPTED:
        return filled(_("Version %(number)s, adopted on %(day)s"), number=number, day=day)
    if version.status == Status.SUPERSEDED and after is not None and after.adopted_on:
        return filled(
            _("Version %(number)s, in force from %(start)s to %(end)s"),
            number=number,
            start=day,
            end=dates.date(after.adopted_on, language),
        )
    if version.status == Status.CONSULTATION and version.consultation_until:
        return filled(
            _("Version %(number)s, open for comments until %(day)s"),
            number=number,
            day=dates.date(version.consultation_until, language),
        )
    if version.status == Status.SUPERSEDED:
        return filled(_("Version %(number)s, adopted on %(day)s"), number=number, day=day)
    return filled(_("Version %(number)s, a draft"), number=number)


def _changes(version: RoadmapVersion, before: RoadmapVersion | None, language: str) -> str:
    """How much it changed: kept on the day of adoption, counted while it is open."""
    count = version.changes
    if version.is_open and before is not None:
        count = len(difference_between(before, version))
    if count is None:
        return ""
    if not count:
        return _("nothing changed")
    return ngettext("%(count)s change", "%(count)s changes", count) % {
        "count": numbers.number(count, language)
    }


def version_page(
    access: Access,
    version: RoadmapVersion,
    before: RoadmapVersion | None,
    language: str,
    *,
    with_names: frozenset[str] = frozenset(),
) -> VersionPage:
    """A version for one reader; `with_names` are the factors on the map that counts now."""
    words = MapWording(access.initiative, language)
    state, former = state_of(version), state_of(before)
    difference = difference_of(former, state) if before else None
    comments = list(comments_on(version, access))
    title = filled(_("The road map, version %(number)s"), number=isolates.ltr(str(version.number)))
    return VersionPage(
        version=version,
        line=version_line(version, access, words),
        title=title,
        pictures=difference_pictures(former, state, difference, words, str(title))
        if difference
        else version_pictures(state, words, str(title), linked=with_names),
        is_marked=bool(difference),
        factors=tuple(_choices_of_factors(state, access, version, words)),
        links=tuple(_choices_of_links(state, access, version, words)),
        whole=AboutChoice(_("The map as a whole"), _comment_href(access, version), ()),
        said=tuple(_said(comments, state, access, words)),
        unanswered=sum(1 for each in comments if each.is_open),
        before=before,
        answer=counted(difference, language) if difference is not None else None,
        groups=change_groups(difference, words, on_map=with_names) if difference else (),
        may=_rights(access, version),
    )


def _rights(access: Access, version: RoadmapVersion) -> Rights:
    adopts = access.may(Right.ADOPT_ROADMAP) and version.is_open
    comes = version.takes_comments_on(timezone.localdate())
    return Rights(
        comment=comes and access.may(Right.COMMENT),
        answer=adopts,
        adopt=adopts,
        discard=adopts and version.consultation_opened_on is None,
        edit=access.may(Right.EDIT) and version.is_open,
    )


def _comment_href(access: Access, version: RoadmapVersion, **about: str) -> str:
    parts = [access.initiative.code, version.number]
    return reverse("roadmap:comment", args=parts, query=about or None)


def _choices_of_factors(
    state: MapState, access: Access, version: RoadmapVersion, words: MapWording
) -> list[AboutChoice]:
    return [
        AboutChoice(
            entry.name.shown(words.language), _comment_href(access, version, factor=code), ()
        )
        for code, entry in state.factors.items()
    ]


def _choices_of_links(
    state: MapState, access: Access, version: RoadmapVersion, words: MapWording
) -> list[AboutChoice]:
    return [
        AboutChoice(
            _name_of((source, target), state, words),
            _comment_href(access, version, factor=source, target=target),
            (),
        )
        for source, target in state.links
    ]


def _name_of(codes: tuple[str, ...], state: MapState, words: MapWording) -> Words:
    names = tuple(state.factors[code].name for code in codes if code in state.factors)
    return words.ends(names) if len(names) == len(codes) else " ".join(codes)


def _said(
    comments: Sequence[MapComment], state: MapState, access: Access, words: MapWording
) -> list[tuple[Words, tuple[SaidLine, ...]]]:
    """What was said, by what it is about: the whole first, then factors and links in order."""
    by_about: dict[tuple[str, ...], list[SaidLine]] = {}
    for each in comments:
        codes = tuple(factor.code for factor in (each.factor, each.target) if factor)
        about = _name_of(codes, state, words) if codes else ""
        by_about.setdefault(codes, []).append(comment_line(each, about, access, words))
    order = {codes: place for place, codes in enumerate([(), *((c,) for c in state.factors)])}
    found = sorted(by_about.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    return [
        (_name_of(codes, state, words) if codes else _("The map as a whole"), tuple(lines))
        for codes, lines in found
    ]


def past_page(
    access: Access, day: date, then: RoadmapVersion, now: RoadmapVersion, language: str
) -> PastPage:
    """The map of a past day beside today's, and what changed in between."""
    words = MapWording(access.initiative, language)
    old, new = state_of(then), state_of(now)
    difference = difference_of(old, new)
    title = filled(_("The road map on %(day)s"), day=dates.date(day, language))
    title_now = _("The road map today")
    return PastPage(
        day=dates.date(day, language),
        version=then,
        line=version_line(then, access, words),
        now=now,
        then_pictures=version_pictures(old, words, str(title), linked=new.factors),
        now_pictures=difference_pictures(old, new, difference, words, title_now)
        if difference
        else version_pictures(new, words, title_now, linked=new.factors),
        is_today=then.pk == now.pk,
        answer=counted(difference, language),
        groups=change_groups(difference, words, on_map=new.factors),
    )


def obstacle_in_words(obstacle: Obstacle) -> str:
    """What has to happen before a version can be adopted."""
    return {
        Obstacle.UNANSWERED: _("There are comments without an answer."),
        Obstacle.DAY_IN_FUTURE: _("The day of adoption has not come yet."),
        Obstacle.DAY_TOO_EARLY: _("The day lies before the version in force was adopted."),
    }[obstacle]

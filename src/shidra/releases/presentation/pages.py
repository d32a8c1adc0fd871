"""The list of releases, and what is looked at before publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shidra.i18n import dates, numbers
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access, Right
from shidra.protection.analysis import Standing
from shidra.releases.models import Release
from shidra.releases.presentation.told import Certificate
from shidra.releases.presentation.words import (
    StandingTag,
    changes_in_words,
    count_in_words,
    standing_of,
    standing_tag,
    who_published,
)
from shidra.releases.queries import Preview, periods_of, releases_of, standings_of

__all__ = ["list_page", "preview_page"]


@dataclass(frozen=True, slots=True)
class Line:
    """A release in the list."""

    period: str
    title: str
    href: str
    when: str
    who: Shown | None
    figures: str
    note: Shown
    standing: StandingTag
    is_current: bool


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period that can be published."""

    period: str
    code: str
    figures: str
    standing: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All releases, and what can be published by whoever may."""

    lines: list[Line]
    periods: list[PeriodLine]


def list_page(access: Access, language: str) -> ListPage:
    """Every release with its place in its period, and the periods there are."""
    found = list(releases_of(access.initiative))
    standings = standings_of(found)
    latest = {release.period: release.number for release in reversed(found)}
    return ListPage(
        [
            _line(access, release, latest, standing_of(standings[release.pk]), language)
            for release in found
        ],
        [_period(code, rows, latest, language) for code, rows in periods_of(access.initiative)]
        if access.may(Right.PUBLISH)
        else [],
    )


def _line(
    access: Access, release: Release, latest: dict[str, int], standing: Standing, language: str
) -> Line:
    return Line(
        period=dates.period(release.period, language),
        title=_title(release.number),
        href=reverse("releases:release", args=[access.initiative.code, release.pk]),
        when=dates.moment(localtime(release.published_at), language),
        who=who_published(access, release, language),
        figures=count_in_words(release.rows, language),
        note=Shown.by_script(release.note, language),
        standing=standing_tag(standing),
        is_current=latest[release.period] == release.number,
    )


def _period(code: str, rows: int, latest: dict[str, int], language: str) -> PeriodLine:
    number = latest.get(code)
    return PeriodLine(
        dates.period(code, language),
        code,
        count_in_words(rows, language),
        _title(number) if number else _("not published yet"),
    )


def _title(number: int) -> str:
    return _("Release %(number)d") % {"number": number}


# --- before publishing ---


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """What everybody would see of a measure."""

    name: Shown
    standing: StandingTag
    told: str
    primary: str
    complementary: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What publishing a period would do, and who would see it."""

    title: str
    lead: str
    is_new: bool
    changed: str
    seen: list[tuple[str, str]]
    certificates: list[CertificateLine]


def preview_page(
    found: Preview, certificates: Sequence[Certificate], names: Mapping[str, Text], language: str
) -> PreviewPage:
    """In words: which release it becomes, what it changes, and what each role sees.

    `certificates` say what the audit makes of each measure, `names` what measures are called.
    """
    told = sum(each.told for each in certificates)
    hidden = sum(each.primary + each.complementary for each in certificates)
    everybody = _("what is certified: %(told)s of %(all)s counts") % {
        "told": numbers.number(told, language),
        "all": numbers.number(told + hidden, language),
    }
    parts = {"period": dates.period(found.period, language), "number": found.number}
    lead = _("%(period)s would become release %(number)d.") % parts
    return PreviewPage(
        title=_("Publish %(period)s") % parts,
        lead=lead if found.is_new else _("Release %(number)d says all of this already.") % parts,
        is_new=found.is_new,
        changed=changes_in_words(found.difference, language) if found.replaces else "",
        seen=[
            (
                str(role.label),
                _("all %(figures)s as they are") % {"figures": count_in_words(rows, language)}
                if rows
                else everybody,
            )
            for role, rows in found.seen
        ],
        certificates=[_certificate(each, names, language) for each in certificates],
    )


def _certificate(one: Certificate, names: Mapping[str, Text], language: str) -> CertificateLine:
    shown = names[one.indicator].shown(language) if one.indicator in names else None
    return CertificateLine(
        shown or Shown.by_script(one.indicator, language),
        standing_tag(one.standing),
        numbers.number(one.told, language),
        numbers.number(one.primary, language),
        numbers.number(one.complementary, language),
    )

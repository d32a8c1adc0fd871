"""What the agenda tells those who wait: a consultation that ends, comments without answer, signatures."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.agenda.models import AgendaVersion
from shidra.agenda.permissions import readable_versions, signers_of
from shidra.i18n.phrases import filled
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access, Right
from shidra.notifications.registry import Asking, Due, Moment, Subject

__all__ = ["agenda_waits", "initiative_as_subject"]

SIGNING, ANSWERING, COMMENTING = 70, 60, 50
Status = AgendaVersion.Status


def agenda_waits(asking: Asking) -> Iterator[Due]:
    """What the versions that this person reads ask of them."""
    access: Access = asking.access
    for version in readable_versions(access).filter(status=Status.CONSULTATION):
        yield from _consultation(version, asking)
    if not asking.everything:
        for version in readable_versions(access).filter(status=Status.ADOPTED):
            yield from _signatures(version, asking)


def _consultation(version: AgendaVersion, asking: Asking) -> Iterator[Due]:
    access: Access = asking.access
    comes = version.takes_comments_on(asking.today)
    if comes and (access.may(Right.COMMENT) or asking.everything):
        yield Due(
            key=f"agenda/{version.number}/consultation",
            title=_("Say what you think of the agenda"),
            href=_page(access, version),
            due_on=version.consultation_until,
            detail=_("The last day on which comments are taken."),
            weight=COMMENTING,
        )
    if asking.everything or not access.may(Right.WRITE_AGENDA):
        return
    if number := version.comments.filter(answer="").count():
        words = ngettext(
            "%(number)d comment on the agenda waits for an answer",
            "%(number)d comments on the agenda wait for an answer",
            number,
        )
        yield Due(
            key=f"agenda/{version.number}/answers",
            title=words % {"number": number},
            href=_page(access, version),
            weight=ANSWERING,
        )


def _signatures(version: AgendaVersion, asking: Asking) -> Iterator[Due]:
    access: Access = asking.access
    signers = signers_of(access, version)
    names: list[tuple[str, Text]] = [
        *((f"organisation/{each.code}", each.name) for each in signers.organisations),
        *((f"group/{each.key}", each.name) for each in signers.groups),
    ]
    for key, name_of in names:
        name = name_of.shown(asking.language)
        yield Due(
            key=f"agenda/{version.number}/signature/{key}",
            title=filled(_("The agenda waits for the signature of %(name)s"), name=name),
            href=_page(access, version),
            weight=SIGNING,
        )


def _page(access: Access, version: AgendaVersion) -> str:
    return reverse("agenda:version", args=[access.initiative.code, version.number])


def initiative_as_subject(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """What the agenda adds to an initiative: that another version was agreed, or is open for comments."""
    initiative = asking.access.initiative
    if initiative.code not in set(codes):
        return {}
    moments = []
    for version in readable_versions(asking.access):
        number = {"number": version.number}
        if version.adopted_on:
            words = _("Version %(number)d of the agenda was adopted.") % number
            moments.append(Moment(_morning(version.adopted_on), words))
        if version.consultation_opened_on:
            words = _("Version %(number)d of the agenda was opened for comments.") % number
            moments.append(Moment(_morning(version.consultation_opened_on), words))
    return {initiative.code: Subject("", "", moments=tuple(moments))}


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))

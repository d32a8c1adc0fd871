"""The signatures under a version: those that stand, those withdrawn, and the empty lines."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.agenda.models import AgendaSignature, AgendaVersion, Correction
from shidra.agenda.permissions import correctable, withdrawable
from shidra.agenda.queries import every_signature_of, unsigned_of
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access

__all__ = [
    "SignatureLine",
    "address_of",
    "signature_line",
    "signature_lines",
    "unsigned_lines",
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was done with a signature later: when, what, and why."""

    said: Phrase
    reason: Shown


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature; without a signer, the empty line that waits for one."""

    name: Shown
    signer: str = ""
    role: str = ""
    on: str = ""
    brings: Shown | None = None
    is_on_paper: bool = False
    notes: tuple[Note, ...] = ()
    withdraw_href: str = ""
    correct_href: str = ""


def address_of(version: AgendaVersion, part: str) -> str:
    """Where a part of a version stands."""
    address = reverse("agenda:version", args=[version.initiative.code, version.number])
    return f"{address}#{part}"


def signature_line(
    signature: AgendaSignature, language: str, *, withdraw_href: str = "", correct_href: str = ""
) -> SignatureLine:
    """A signature in one language."""
    notes = [_corrected(each, language) for each in signature.corrected]
    if signature.withdrawn_on:
        day = dates.date(signature.withdrawn_on, language)
        said = filled(_("Withdrawn on %(day)s"), day=day)
        notes.append(Note(said, signature.withdrawn_reason.shown(language)))
    return SignatureLine(
        name=signature.name.shown(language),
        signer=Shown.by_script(signature.signer, language),
        role=Shown.by_script(signature.signer_role, language),
        on=dates.date(signature.signed_on, language),
        brings=signature.brings.shown(language) if signature.brings else None,
        is_on_paper=signature.is_on_paper,
        notes=tuple(notes),
        withdraw_href=withdraw_href,
        correct_href=correct_href,
    )


def _corrected(correction: Correction, language: str) -> Note:
    stood = [Shown.by_script(each, language) for each in (correction.signer, correction.role)]
    said = filled(
        _("Put right on %(day)s; before it said: %(before)s"),
        day=dates.date(correction.on, language),
        before=listed([each for each in stood if each], language),
    )
    return Note(said, correction.reason.shown(language))


def signature_lines(
    access: Access, version: AgendaVersion, language: str
) -> tuple[tuple[SignatureLine, ...], tuple[SignatureLine, ...]]:
    """The signatures that stand, with what this person may do with each, and those withdrawn."""
    code, number = access.initiative.code, version.number
    mine = frozenset(withdrawable(access, version).values_list("pk", flat=True))
    kept = frozenset(correctable(access, version).values_list("pk", flat=True))
    standing: list[SignatureLine] = []
    withdrawn: list[SignatureLine] = []
    for each in every_signature_of(version):
        at = [code, number, each.pk]
        line = signature_line(
            each,
            language,
            withdraw_href=reverse("agenda:withdraw", args=at) if each.pk in mine else "",
            correct_href=reverse("agenda:correct", args=at) if each.pk in kept else "",
        )
        (withdrawn if each.withdrawn_on else standing).append(line)
    return tuple(standing), tuple(withdrawn)


def unsigned_lines(version: AgendaVersion, language: str) -> tuple[SignatureLine, ...]:
    """Those who have not signed; before adoption and afterwards nobody is asked to."""
    if version.status != AgendaVersion.Status.ADOPTED:
        return ()
    waiting = unsigned_of(version)
    names = [each.name for each in waiting.organisations] + [each.name for each in waiting.groups]
    return tuple(SignatureLine(name.shown(language)) for name in names)

"""Who reads which version of the agenda, and for whom one may sign."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from shidra.agenda.models import AgendaComment, AgendaSignature, AgendaVersion
from shidra.agenda.queries import signatures_of, without_signature
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Organisation
from shidra.network.permissions import own_of, voice_of

__all__ = [
    "Signers",
    "comment_or_404",
    "correctable",
    "readable_comments",
    "readable_versions",
    "signature_or_404",
    "signers_of",
    "version_or_404",
    "voice_of",
    "withdrawable",
]

Status = AgendaVersion.Status


def readable_versions(access: Access) -> QuerySet[AgendaVersion]:
    """All versions but the draft, which only those who write or audit it read before its time."""
    versions = AgendaVersion.objects.filter(initiative=access.initiative)
    if access.carries(Right.WRITE_AGENDA) or access.carries(Right.SEE_TRAIL):
        return versions
    return versions.exclude(status=Status.DRAFT)


def version_or_404(access: Access, number: int) -> AgendaVersion:
    """The version of this number, if it may be read.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    version = readable_versions(access).filter(number=number).first()
    if version is None:
        raise Http404
    version.initiative = access.initiative
    return version


def readable_comments(access: Access, version: AgendaVersion) -> QuerySet[AgendaComment]:
    """All comments for members; for visitors those that were answered, and so read before."""
    comments = AgendaComment.objects.filter(version=version)
    return comments if access.is_member else comments.exclude(answer="")


def comment_or_404(access: Access, version: AgendaVersion, pk: int) -> AgendaComment:
    """The comment of this version, if it may be read.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    comment = readable_comments(access, version).filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


@dataclass(frozen=True, slots=True)
class Signers:
    """For whom this person may sign, and for whom a signature on paper may be written down."""

    organisations: QuerySet[Organisation]
    groups: QuerySet[Group]
    on_paper: bool

    @property
    def is_anybody(self) -> bool:
        return self.organisations.exists() or self.groups.exists()


def signers_of(access: Access, version: AgendaVersion, *, on_paper: bool = False) -> Signers:
    """Those that have not signed this version: one's own; on paper, for the backbone, all."""
    organisations = Organisation.objects.filter(initiative=access.initiative)
    groups = Group.objects.filter(initiative=access.initiative)
    if not (on_paper and access.may(Right.WRITE_AGENDA)):
        own = own_of(access)
        organisations = organisations.filter(pk__in=own.organisations)
        groups = groups.filter(pk__in=own.groups)
    if version.status != Status.ADOPTED or not access.may(Right.SIGN):
        organisations, groups = organisations.none(), groups.none()
    return Signers(
        organisations.filter(without_signature(version)),
        groups.filter(without_signature(version)),
        on_paper,
    )


def withdrawable(access: Access, version: AgendaVersion) -> QuerySet[AgendaSignature]:
    """The signatures that this person may withdraw: one's own; for the backbone those on paper."""
    standing = signatures_of(version)
    if version.status != Status.ADOPTED or not access.may(Right.SIGN):
        return standing.none()
    own = own_of(access)
    mine = Q(organisation__in=own.organisations) | Q(group__in=own.groups)
    if access.may(Right.WRITE_AGENDA):
        mine |= Q(is_on_paper=True)
    return standing.filter(mine)


def correctable(access: Access, version: AgendaVersion) -> QuerySet[AgendaSignature]:
    """The signatures in which this person may put a name or a role right."""
    standing = signatures_of(version)
    return standing if access.may(Right.WRITE_AGENDA) else standing.none()


def signature_or_404(signatures: QuerySet[AgendaSignature], pk: int) -> AgendaSignature:
    """The signature among these.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    signature = signatures.filter(pk=pk).first()
    if signature is None:
        raise Http404
    return signature

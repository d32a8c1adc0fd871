"""Who reads releases: until they are certified, people with raw rights alone."""

from django.http import Http404

from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import RIGHTS, Access, Right
from shidra.releases.models import Release
from shidra.releases.queries import release_or_none

__all__ = ["READING", "release_or_404", "sees_releases"]

# What opens a release. When protection certifies releases, visitors see certified ones.
READING = Right.SEE_RAW_COUNTS


def release_or_404(access: Access, pk: int) -> Release:
    """The release, if this person may read it.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    release = release_or_none(access.initiative, pk) if access.may(READING) else None
    if release is None:
        raise Http404
    return release


def sees_releases(role: Membership.Role) -> bool:
    """Whether a role reads releases that nobody has certified."""
    return role in RIGHTS[READING]

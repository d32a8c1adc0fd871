"""Who reads releases: whoever sees the initiative, each what protection tells them of it."""

from django.http import Http404

from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import RIGHTS, Access, Right
from shidra.releases.models import Release
from shidra.releases.queries import release_or_none

__all__ = ["AS_THEY_ARE", "READING", "release_or_404", "sees_as_they_are"]

# What opens a release. Without the right to raw counts it tells what is certified, and no more.
READING = Right.SEE
# What opens the second store, which holds all figures as they are.
AS_THEY_ARE = Right.SEE_RAW_COUNTS


def release_or_404(access: Access, pk: int) -> Release:
    """The release, if this person may read it.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    release = release_or_none(access.initiative, pk) if access.may(READING) else None
    if release is None:
        raise Http404
    return release


def sees_as_they_are(role: Membership.Role) -> bool:
    """Whether a role reads the figures of releases as they are, certified or not."""
    return role in RIGHTS[AS_THEY_ARE]

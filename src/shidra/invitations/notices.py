"""What invitations tell those who made them: a link that is about to open nothing any more."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shidra.i18n.phrases import filled
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access
from shidra.invitations.permissions import may_invite
from shidra.invitations.queries import invitations_of
from shidra.notifications.registry import Asking, Due

__all__ = ["invitations_expire"]

WEIGHT = 45
BEFORE = timedelta(days=3)


def invitations_expire(asking: Asking) -> Iterator[Due]:
    """One's own invitations that nobody used, in their last days."""
    access: Access = asking.access
    if asking.everything or not access.actor.id or not may_invite(access):
        return
    now = timezone.now()
    open_ones = invitations_of(access.initiative, access.actor.id).filter(
        used_at=None, withdrawn_at=None, expires_at__gt=now, expires_at__lte=now + BEFORE
    )
    for each in open_ones:
        meant_for = each.meant_for or _("whoever holds the link")
        person = Shown.by_script(meant_for, asking.language)
        yield Due(
            key=f"invitation/{each.pk}",
            title=filled(_("The invitation for %(person)s has not been used"), person=person),
            href=reverse("invitations:people", args=[access.initiative.code]),
            due_on=timezone.localdate(each.expires_at),
            detail=_("Remind them, or make another link."),
            weight=WEIGHT,
        )

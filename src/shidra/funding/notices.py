"""What the ledger tells those who wait: payments with a day, as far as their commitment is in sight."""

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.funding.models import Instalment
from shidra.funding.queries import MINOR_UNITS, commitments_visible_to
from shidra.i18n import numbers
from shidra.i18n.isolates import ltr
from shidra.i18n.phrases import filled
from shidra.initiatives.permissions import Access, Right
from shidra.network.queries import own_of
from shidra.notifications.registry import Asking, Due

__all__ = ["instalments_due"]

OWN, OF_OTHERS = 80, 35


def instalments_due(asking: Asking) -> Iterator[Due]:
    """Payments of a person's organisations that are not made; for the backbone, that others are late.

    A pledge that nobody signed binds nobody, so its payments are not due.
    """
    access: Access = asking.access
    unpaid = Instalment.objects.filter(
        commitment__in=commitments_visible_to(access),
        commitment__signed_on__isnull=False,
        paid_on__isnull=True,
    ).select_related("commitment__funder")
    if asking.everything:
        yield from (_due(each, asking) for each in unpaid)
        return
    own = own_of(access).organisations
    if own:
        yield from (_due(each, asking) for each in unpaid.filter(commitment__funder__in=own))
    if access.may(Right.EDIT):
        late = unpaid.filter(due_on__lt=asking.today).exclude(commitment__funder__in=own)
        if number := late.count():
            words = ngettext(
                "%(number)d payment of a funder is late",
                "%(number)d payments of funders are late",
                number,
            )
            yield Due(
                key="instalments/late",
                title=words % {"number": number},
                href=_page(access),
                detail=_("Was it paid? Then write the day down."),
                weight=OF_OTHERS,
            )


def _due(instalment: Instalment, asking: Asking) -> Due:
    commitment, language = instalment.commitment, asking.language
    amount = numbers.money(
        Decimal(instalment.amount) / MINOR_UNITS, commitment.currency, language, exact=True
    )
    whose = {
        "code": ltr(commitment.code),
        "name": commitment.funder.name.shown(language),
    }
    return Due(
        key=f"instalment/{commitment.code}/{instalment.due_on.isoformat()}",
        title=_("Payment of %(amount)s") % {"amount": amount},
        href=_page(asking.access),
        due_on=instalment.due_on,
        detail=filled(_("Commitment %(code)s of %(name)s"), whose),
        weight=OWN,
    )


def _page(access: Access) -> str:
    return reverse("desk:money", args=[access.initiative.code])

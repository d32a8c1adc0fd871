"""What waits: figures that a partner owes or should confirm, and those to be looked through."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n.dates import period as period_in_words
from shidra.i18n.phrases import filled
from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Organisation
from shidra.notifications.registry import Asking, Due
from shidra.submissions.models import Submission
from shidra.submissions.permissions import keeps_all, own_partners
from shidra.submissions.queries.duties import Owed, owed_by
from shidra.submissions.queries.kept import waiting_for

__all__ = ["figures_wait"]

CONFIRMING, OWING, LOOKING, LATE_OF_OTHERS = 95, 85, 75, 45
MOST_OWED = 30
# What is due later than this waits for nobody yet.
DAYS_AHEAD = 45
Status = Submission.Status


def figures_wait(asking: Asking) -> Iterator[Due]:
    """For a partner what it owes and should confirm; for who keeps the initiative, what waits."""
    access: Access = asking.access
    if not access.is_member:
        return
    if asking.everything:
        whose = own_partners(access) if not keeps_all(access) else [access.initiative]
        for each in whose:
            yield from _owed(each, asking)
        return
    if access.may(Right.EDIT_OWN):
        for each in own_partners(access):
            yield from _confirming(each, asking)
            yield from _owed(each, asking)
    if access.may(Right.EDIT):
        yield from _of_all(asking)


def _owed(of: Initiative | Organisation, asking: Asking) -> Iterator[Due]:
    """What a partner owes, or each of all partners, the nearest of each."""
    owed = [
        each
        for each in owed_by(of, asking.today)
        if each.is_missing
        and each.is_over(asking.today)
        and (each.due_on - asking.today).days <= DAYS_AHEAD
    ]
    told: Counter[int] = Counter()
    for each in sorted(owed, key=lambda one: one.due_on):
        told[each.duty.organisation_id] += 1
        if told[each.duty.organisation_id] <= MOST_OWED:
            yield _due(each, asking)


def _due(owed: Owed, asking: Asking) -> Due:
    duty = owed.duty
    place = f"/{duty.place.code}" if duty.place else ""
    return Due(
        key=f"figures/{duty.organisation.code}/{duty.indicator.code}{place}/{owed.period}",
        title=filled(
            _("Figures of %(measure)s for %(period)s"),
            measure=duty.indicator.name.shown(asking.language),
            period=period_in_words(owed.period, asking.language),
        ),
        href=_page(asking.access, duty.organisation),
        due_on=owed.due_on,
        detail=filled(_("Owed by %(name)s"), name=duty.organisation.name.shown(asking.language)),
        weight=OWING,
    )


def _confirming(organisation: Organisation, asking: Asking) -> Iterator[Due]:
    waiting = waiting_for(asking.access.initiative, Status.VALIDATED)
    for each in waiting.filter(organisation=organisation):
        yield Due(
            key=f"submission/{each.number}/confirm",
            title=_("Your figures were looked through: confirm them"),
            href=reverse(
                "submissions:submission", args=[asking.access.initiative.code, each.number]
            ),
            detail=Shown.by_script(each.file_name, asking.language),
            weight=CONFIRMING,
        )


def _of_all(asking: Asking) -> Iterator[Due]:
    access: Access = asking.access
    href = reverse("submissions:page", args=[access.initiative.code])
    if number := waiting_for(access.initiative, Status.SUBMITTED).count():
        words = ngettext(
            "%(number)d submission of figures waits to be looked through",
            "%(number)d submissions of figures wait to be looked through",
            number,
        )
        yield Due("submissions/waiting", words % {"number": number}, href, weight=LOOKING)
    owed = owed_by(access.initiative, asking.today)
    late = {each.duty.organisation_id for each in owed if each.days_late(asking.today)}
    if late:
        words = ngettext(
            "%(number)d partner is late with figures",
            "%(number)d partners are late with figures",
            len(late),
        )
        yield Due("submissions/late", words % {"number": len(late)}, href, weight=LATE_OF_OTHERS)


def _page(access: Access, organisation: Organisation) -> str:
    return reverse("submissions:partner", args=[access.initiative.code, organisation.code])

"""What the network tells those who wait: promises with a day; how partners are followed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.queries import model_label
from shidra.i18n.phrases import filled
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Activity, Organisation, Promise, Stewardship
from shidra.network.queries import own_of, seen_by
from shidra.notifications.registry import Asking, Due, Subject

__all__ = [
    "factors_as_subjects",
    "organisations_as_subjects",
    "promises_as_subjects",
    "promises_due",
]

State = Promise.State
OWN, OF_OTHERS = 90, 40
# A calendar program asks again and again: it gets so many days, from the nearest on, and a last
# one that says how many follow. What is longer late stands in the list.
MOST_DAYS = 500
LONGEST_LATE = timedelta(days=90)
# Of their own a person is told so many that are late, and so many that come.
MOST_LATE = MOST_COMING = 50


def promises_due(asking: Asking) -> Iterator[Due]:
    """The promises of a person's organisations and groups; for the backbone, that others are late.

    Those that were kept, or changed to something else, wait for nobody.
    """
    access: Access = asking.access
    unkept = _seen(access).filter(state__in=[State.OPEN, State.LATE])
    dated = _with_owners(unkept.filter(due_on__isnull=False))
    if asking.everything:
        yield from _nearest(dated, asking)
        return
    own = own_of(access)
    is_own = Q(organisation__in=own.organisations) | Q(group__in=own.groups)
    if own.is_anything and access.may(Right.EDIT_OWN):
        yield from _own(dated.filter(is_own), asking)
    if access.may(Right.EDIT):
        late = Q(state=State.LATE) | Q(due_on__lt=asking.today)
        yield from _late_of_others(unkept.filter(late).exclude(is_own), asking)


def _nearest(dated: QuerySet[Promise], asking: Asking) -> Iterator[Due]:
    """The days of a calendar: the nearest promises, and on the last day how many follow."""
    ahead = dated.filter(due_on__gte=asking.today - LONGEST_LATE).order_by("due_on", "code")
    told = list(ahead[:MOST_DAYS])
    yield from (_due(each, asking, OWN) for each in told)
    if len(told) == MOST_DAYS:
        yield from _more(ahead.count() - len(told), told[-1].due_on, asking)


def _own(own: QuerySet[Promise], asking: Asking) -> Iterator[Due]:
    """What is late, the latest day first, and what comes next; then how many there are besides."""
    late = list(own.filter(due_on__lt=asking.today).order_by("-due_on", "code")[:MOST_LATE])
    ahead = list(own.filter(due_on__gte=asking.today).order_by("due_on", "code")[:MOST_COMING])
    yield from (_due(each, asking, OWN) for each in (*late, *ahead))
    if len(late) == MOST_LATE or len(ahead) == MOST_COMING:
        last = (ahead or late)[-1].due_on
        yield from _more(own.count() - len(late) - len(ahead), last, asking)


def _more(number: int, last: date | None, asking: Asking) -> Iterator[Due]:
    """How many are not told one by one; their page has them."""
    if not number:
        return
    words = ngettext(
        "%(number)d more promise follows; the list has it",
        "%(number)d more promises follow; the list has them",
        number,
    )
    yield Due(
        key="promises/more",
        title=words % {"number": number},
        href=_page(asking.access),
        due_on=last,
        weight=OF_OTHERS,
    )


def _with_owners(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    return promises.select_related("initiative", "organisation", "group")


def _seen(access: Access) -> QuerySet[Promise]:
    return Promise.objects.filter(seen_by(access, groups=True), initiative=access.initiative)


def _due(promise: Promise, asking: Asking, weight: int) -> Due:
    whose = promise.organisation or promise.group
    assert whose is not None  # by constraint one of the two is there
    return Due(
        key=f"promise/{promise.code}",
        title=promise.text.shown(asking.language),
        href=_page_of(promise),
        due_on=promise.due_on,
        detail=filled(_("Promise of %(name)s"), name=whose.name.shown(asking.language)),
        weight=weight,
    )


def _late_of_others(late: QuerySet[Promise], asking: Asking) -> Iterator[Due]:
    """One line for all: whoever looks after them opens their list."""
    if not (number := late.count()):
        return
    words = ngettext(
        "%(number)d promise of a partner is late",
        "%(number)d promises of partners are late",
        number,
    )
    yield Due(
        key="promises/late",
        title=words % {"number": number},
        href=_page(asking.access),
        detail=_("Ask what stands in the way."),
        weight=OF_OTHERS,
    )


def _page_of(promise: Promise) -> str:
    """The promises of whoever made it: there it can be said what became of it."""
    code = promise.initiative.code
    if promise.organisation:
        return reverse("desk:organisation", args=[code, promise.organisation.code]) + "#promises"
    assert promise.group is not None
    return reverse("desk:group", args=[code, promise.group.key]) + "#promises"


def _page(access: Access) -> str:
    return reverse("network:promises", args=[access.initiative.code])


def promises_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """Promises in sight, each by itself."""
    return {
        each.code: Subject(
            each.text.shown(asking.language),
            _page_of(each),
            {model_label(Promise): [each.pk]},
        )
        for each in _with_owners(_seen(asking.access).filter(code__in=list(codes)))
    }


def organisations_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """Partners, with those of their promises and activities that are in sight."""
    initiative = asking.access.initiative
    found = Organisation.objects.filter(initiative=initiative, code__in=list(codes))
    return {
        each.code: Subject(
            each.name.shown(asking.language),
            reverse("desk:organisation", args=[initiative.code, each.code]),
            {
                model_label(Organisation): [each.pk],
                **_of(asking.access, organisation=each),
            },
        )
        for each in found
    }


def factors_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """What the network adds to a factor: who answers for it, what is promised and done about it."""
    found = {}
    for code in codes:
        answers = Stewardship.objects.filter(
            factor__initiative=asking.access.initiative, factor__code=code
        )
        rows = {
            model_label(Stewardship): _ids(answers),
            model_label(Promise): _ids(_seen(asking.access).filter(factor__code=code)),
            model_label(Activity): _ids(_activities(asking.access).filter(factors__code=code)),
        }
        found[code] = Subject("", "", rows)
    return found


def _of(access: Access, **of: Any) -> dict[str, list[int]]:
    return {
        model_label(Promise): _ids(_seen(access).filter(**of)),
        model_label(Activity): _ids(_activities(access).filter(**of)),
    }


def _activities(access: Access) -> QuerySet[Activity]:
    return Activity.objects.filter(seen_by(access), initiative=access.initiative)


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))

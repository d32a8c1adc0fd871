"""What waits for me: the page, what I follow, how I hear of it, and the ways to stop."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shidra.accounts.permissions import person_of
from shidra.accounts.queries import mail_is_set_up
from shidra.i18n.languages import known
from shidra.notifications import presentation
from shidra.notifications.actions import (
    follow,
    renew_calendar,
    renew_stop_key,
    stop_letters,
    unfollow,
    wish,
    wishes_of,
)
from shidra.notifications.forms import FollowForm, WishesForm
from shidra.notifications.queries import (
    CALENDAR,
    STOP,
    holder_of_key,
    news_since,
    subject_or_none,
    what_waits,
)
from shidra.ui.policies import for_signed_in, for_whoever_holds_the_key

__all__ = [
    "calendar",
    "change_wishes",
    "mine",
    "new_calendar_address",
    "new_stop_address",
    "start_following",
    "stop",
    "stop_following",
]

OWN = "only about the person who asks"


@require_safe
@never_cache
@for_signed_in(OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that waits for one person, in all their initiatives."""
    return render(request, "notifications/mine.html", _page(request))


@never_cache
@for_signed_in(OWN)
def change_wishes(request: HttpRequest) -> HttpResponse:
    """How often a letter comes, and in which language."""
    person = person_of(request)
    wishes = wishes_of(person)
    initial = {"how_often": wishes.how_often, "language": wishes.language}
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wish(person=person, by=person.actor, **form.cleaned_data)
        messages.success(request, _("From now on you hear as you wish."))
        return redirect("notifications:mine")
    return render(
        request, "notifications/wishes.html", {"form": form, "has_mail": mail_is_set_up()}
    )


def _page(request: HttpRequest) -> dict[str, Any]:
    person, language, now = person_of(request), known(get_language()), timezone.now()
    wishes = wishes_of(person)
    today = timezone.localdate(now)
    found = what_waits(person, today, language)
    return {
        "waiting": presentation.waiting_rows(found.waiting, today, language),
        "news": presentation.news_rows(news_since(found, now), language),
        "followed": presentation.followed_rows(found.followed, language),
        "wishes": wishes,
        "calendar": request.build_absolute_uri(presentation.calendar_path(wishes)),
        "has_mail": mail_is_set_up(),
    }


@require_POST
@for_signed_in("what one follows is one's own; only what one sees can be followed")
def start_following(request: HttpRequest) -> HttpResponse:
    """Hear of changes of one thing."""
    person, form = person_of(request), FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    today, language = timezone.localdate(), known(get_language())
    wanted = form.cleaned_data
    if subject_or_none(person, **wanted, today=today, language=language) is None:
        raise Http404
    follow(person=person, **wanted)
    messages.success(request, _("You hear of its changes from now on."))
    return redirect(_back(request))


@require_POST
@for_signed_in("what one follows is one's own")
def stop_following(request: HttpRequest) -> HttpResponse:
    """Hear of it no more; also of what one does not see any more."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    unfollow(person=person_of(request), **form.cleaned_data)
    messages.success(request, _("You hear no more of its changes."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the button was."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    # A mere word would be taken for the name of a page.
    return wanted if is_ours and "/" in wanted else "notifications:mine"


@require_POST
@for_signed_in(OWN)
def new_calendar_address(request: HttpRequest) -> HttpResponse:
    """Let the calendar's address of before open nothing any more."""
    person = person_of(request)
    renew_calendar(person=person, by=person.actor)
    messages.success(
        request, _("Your calendar has a new address; the one of before opens nothing.")
    )
    return redirect("notifications:mine")


@require_POST
@for_signed_in(OWN)
def new_stop_address(request: HttpRequest) -> HttpResponse:
    """Let the addresses in letters of before stop nothing any more."""
    person = person_of(request)
    renew_stop_key(person=person, by=person.actor)
    messages.success(
        request, _("Letters of before stop nothing any more; the next one has a new address.")
    )
    return redirect("notifications:wishes")


@never_cache
@csrf_exempt  # the mail program asks, which knows no page of ours; the key in the address proves it
@for_whoever_holds_the_key("one click in a letter stops the letters, without signing in")
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the letters: at once when a mail program asks by POST, by a button for whoever looks.

    Programs that search mail for danger open each link: a mere look stops nothing.
    """
    wishes = holder_of_key(key, STOP)
    if wishes is None:
        raise Http404
    if request.method == "POST":
        stop_letters(person=wishes.person, by=wishes.person.actor)
    is_stopped = request.method == "POST" or wishes.how_often == wishes.HowOften.NEVER
    return render(request, "notifications/stop.html", {"is_stopped": is_stopped})


@require_safe
@never_cache
@for_whoever_holds_the_key("calendar programs read it and cannot sign in")
def calendar(_request: HttpRequest, key: str) -> HttpResponse:
    """What waits for one person, as days in their calendar."""
    wishes = holder_of_key(key, CALENDAR)
    if wishes is None:
        raise Http404
    today, language = timezone.localdate(), wishes.language
    with override(language):
        waiting = what_waits(wishes.person, today, language).waiting
        file = presentation.calendar_file(waiting, _("What waits for me in Shidra"), language)
    return HttpResponse(file, content_type="text/calendar; charset=utf-8")

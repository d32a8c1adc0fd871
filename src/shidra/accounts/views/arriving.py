"""How everybody comes in: at once, or by a second step for those who have a second factor."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from shidra.accounts.models import User
from shidra.accounts.queries import has_second_factor, open_account_or_none

__all__ = ["arrive", "enter", "next_page", "waiting_person"]

# Where, in the session, somebody waits who has shown the password and not yet the second factor.
PLACE = "second_step"
WAITS_AT_MOST = 15 * 60


def arrive(request: HttpRequest, person: User, then: str) -> HttpResponse:
    """Let in who has shown one thing; who has a second factor shows that one too."""
    if not has_second_factor(person):
        return enter(request, person, then)
    request.session[PLACE] = {
        "user": person.pk,
        "hash": person.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "then": then,
    }
    return redirect("accounts:second-step")


def enter(request: HttpRequest, person: User, then: str) -> HttpResponse:
    """Sign in, and go on to where the person wanted to be."""
    request.session.pop(PLACE, None)
    login(request, person)
    return redirect(then)


def waiting_person(request: HttpRequest) -> tuple[User, str] | None:
    """Who has shown the password, and where they wanted to go; None when that is too long ago."""
    kept = request.session.get(PLACE)
    if not kept or kept["at"] < timezone.now().timestamp() - WAITS_AT_MOST:
        return None
    person = open_account_or_none(kept["user"])
    # A password that was changed meanwhile is one that was not shown.
    if person is None or not constant_time_compare(kept["hash"], person.get_session_auth_hash()):
        return None
    return person, kept["then"]


def next_page(request: HttpRequest) -> str:
    """Where somebody came from, if it is a page of this site; else the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    # A mere word would be taken for the name of a page.
    if is_ours and "/" in wanted:
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)

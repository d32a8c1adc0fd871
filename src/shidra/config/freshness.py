"""How long browsers may keep a page: never without asking, and not at all when somebody signed in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["AlwaysFresh"]


class AlwaysFresh:
    """Sets `Cache-Control` on what does not set it itself.

    A page of somebody signed in must not come back with the browser's back button on a shared
    computer; whether there is a session is read from the cookie, without a query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            is_someones = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-store" if is_someones else "private, no-cache"
        return response

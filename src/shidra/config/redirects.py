"""The bare address leads to a language: the one last chosen here, else Hebrew."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shidra.ui.policies import for_everybody

__all__ = ["to_language"]


@for_everybody("leads to the start page and tells nothing")
def to_language(request: HttpRequest) -> HttpResponse:
    """Send `/` to the start page."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = {code for code, _name in settings.LANGUAGES}
    return redirect(f"/{chosen if chosen in known else settings.LANGUAGE_CODE}/")

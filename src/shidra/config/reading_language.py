"""The language that a browser last read in, so that the bare address leads back to it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path

__all__ = ["RemembersLanguage"]

A_YEAR = 365 * 24 * 60 * 60


class RemembersLanguage:
    """Keeps the language of a page that was read in a cookie that says nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = get_language_from_path(request.path_info)
        name = settings.LANGUAGE_COOKIE_NAME
        if language and request.COOKIES.get(name) != language and request.method == "GET":
            response.set_cookie(
                name,
                language,
                max_age=A_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

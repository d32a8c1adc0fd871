"""What a page can be asked for: to be shown, or to take what somebody sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

__all__ = ["RefusesOtherMethods"]

METHODS = ("GET", "HEAD", "POST")


class RefusesOtherMethods:
    """Answers 405 to every method that no page takes, wherever it is asked.

    The answer is the same for what is there, for what is not, and for what one may not see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

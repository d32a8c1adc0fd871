"""Addresses that no database could be asked for: refused before anything is read."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

__all__ = ["RefusesUnsoundAddresses"]


class RefusesUnsoundAddresses:
    """Answers 400 where an address holds the character of number 0, which is in no text.

    PostgreSQL takes it in no value: what one asks for by a list, a search or a code would end in
    an error of the server. Forms refuse it by themselves, beside the field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in asked or "\0" in asked:
            raise BadRequest("the address holds the character of number 0")
        return self.get_response(request)

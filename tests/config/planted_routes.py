"""The product's routes and one more, which nobody decided on."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from shidra.config.urls import urlpatterns as ours

__all__ = ["urlpatterns"]


def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


urlpatterns: list[URLPattern | URLResolver] = [
    *ours,
    path("planted/", open_to_all, name="planted"),
]

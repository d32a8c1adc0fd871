"""The product's routes, whose refusals are one word where no initiative was opened before."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.defaults import page_not_found

from shidra.config.urls import handler403, urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The frame of the page shows what was opened.
    if hasattr(request, "access"):
        return page_not_found(request, exception)
    return HttpResponseNotFound("absent")

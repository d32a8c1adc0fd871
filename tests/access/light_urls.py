"""The product's routes, whose refusals are one word: what they look like is asked by GET."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from shidra.config.urls import handler403, urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound("absent")

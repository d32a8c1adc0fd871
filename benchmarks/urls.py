"""The routes of the product, and beside them the empty page."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from shidra.config.urls import urlpatterns as product
from shidra.initiatives.permissions import open_initiative


def empty(request: HttpRequest, code: str) -> HttpResponse:
    """The frame of a page for this person, with nothing in it."""
    return render(request, "ui/base.html", {"access": open_initiative(request, code)})


urlpatterns = [*i18n_patterns(path("i/<slug:code>/empty/", empty)), *product]

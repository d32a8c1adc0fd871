"""Addresses of releases."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shidra.releases import views

app_name = "releases"


class ReleaseFileKind(StringConverter):
    """The kinds of file that the figures of a release can be taken as."""

    regex = "csv|xlsx"


register_converter(ReleaseFileKind, "release_file")

RELEASES = "i/<slug:code>/releases/"

urlpatterns = [
    path(RELEASES, views.release_list, name="list"),
    path(RELEASES + "publish/", views.publish, name="publish"),
    path(RELEASES + "<int:pk>/", views.release, name="release"),
    path(RELEASES + "<int:pk>/figures.<release_file:kind>", views.figures, name="figures"),
]

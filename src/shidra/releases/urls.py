"""Addresses of releases."""

from django.urls import path

from shidra.releases import views

app_name = "releases"

RELEASES = "i/<slug:code>/releases/"

urlpatterns = [
    path(RELEASES, views.release_list, name="list"),
    path(RELEASES + "publish/", views.publish, name="publish"),
    path(RELEASES + "<int:pk>/", views.release, name="release"),
]

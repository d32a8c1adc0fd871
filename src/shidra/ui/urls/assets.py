"""What belongs to no language: the joined CSS and the choice of a theme."""

from django.urls import path

from shidra.ui import views

app_name = "assets"
urlpatterns = [
    path("look/theme/", views.choose_theme, name="theme"),
    path("look/<slug:digest>.css", views.joined_css, name="stylesheet"),
]

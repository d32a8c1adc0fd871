"""Pages of the look, below their language."""

from django.urls import path

from shidra.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("accessibility/", views.accessibility, name="accessibility"),
]

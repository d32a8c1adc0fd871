"""Addresses of what partners owe and hand in."""

from django.urls import path

from shidra.submissions import views

app_name = "submissions"

FIGURES = "i/<slug:code>/figures/"
PARTNER = FIGURES + "of/<str:organisation>/"
FILE = PARTNER + "<slug:kind>/<slug:upload>/"

urlpatterns = [
    path(FIGURES, views.page, name="page"),
    path(FIGURES + "asked/", views.ask, name="ask"),
    path(FIGURES + "remind/", views.remind, name="remind"),
    path(FIGURES + "asked/<int:pk>/end/", views.end, name="end"),
    path(FIGURES + "behind/<str:indicator>/", views.behind, name="behind"),
    path(FIGURES + "<int:number>/", views.submission, name="submission"),
    path(FIGURES + "<int:number>/answers/", views.answer, name="answer"),
    path(FIGURES + "<int:number>/move/", views.move, name="move"),
    path(PARTNER, views.partner, name="partner"),
    path(PARTNER + "template/", views.template, name="template"),
    path(PARTNER + "hand-in/", views.hand_in, name="hand-in"),
    path(PARTNER + "numbers/", views.numbers, name="numbers"),
    path(FILE, views.review, name="review"),
    path(FILE + "columns/", views.columns, name="columns"),
]

"""Addresses of the map's versions, and of what people say under its factors and links."""

from django.urls import path

from shidra.roadmap import views

app_name = "roadmap"

MAP = "i/<slug:code>/map/"
VERSIONS = MAP + "versions/"
VERSION = VERSIONS + "<int:number>/"
FACTOR = "i/<slug:code>/factors/<str:factor>/"

urlpatterns = [
    path(MAP + "on/", views.past_day, name="past-day"),
    path(VERSIONS, views.versions, name="versions"),
    path(VERSIONS + "differences/", views.differences, name="differences"),
    path(VERSION, views.version, name="version"),
    path(VERSION + "consultation/", views.consult, name="consult"),
    path(VERSION + "draft/", views.back, name="back-to-draft"),
    path(VERSION + "adopt/", views.adopt, name="adopt"),
    path(VERSION + "discard/", views.discard, name="discard"),
    path(VERSION + "comments/", views.comment, name="comment"),
    path(VERSION + "answers/<int:pk>/", views.answer, name="answer"),
    path(FACTOR + "reviewed/", views.reviewed, name="reviewed"),
    path(FACTOR + "context/", views.context_sheet, name="context"),
    path(FACTOR + "voices/", views.add_voice, name="add-voice"),
    path(FACTOR + "talk/", views.say, name="say"),
    path(FACTOR + "contest/<str:target>/", views.contest, name="contest"),
    path("i/<slug:code>/voices/<int:pk>/", views.voice, name="voice"),
    path("i/<slug:code>/talk/<int:pk>/retire/", views.retire, name="retire-talk"),
    path("i/<slug:code>/doubts/<int:pk>/", views.answer_doubt, name="answer-doubt"),
]

"""Addresses of the agenda."""

from django.urls import path

from shidra.agenda import views

app_name = "agenda"

AGENDA = "i/<slug:code>/agenda/"
VERSION = AGENDA + "<int:number>/"

urlpatterns = [
    path(AGENDA, views.agenda, name="page"),
    path(AGENDA + "start/", views.start, name="start"),
    path(AGENDA + "put-back/", views.put_back, name="put-back"),
    path(AGENDA + "differences/", views.differences, name="differences"),
    path(VERSION, views.version, name="version"),
    path(VERSION + "edit/", views.edit, name="edit"),
    path(VERSION + "discard/", views.discard, name="discard"),
    path(VERSION + "consultation/", views.consult, name="consult"),
    path(VERSION + "adopt/", views.adopt, name="adopt"),
    path(VERSION + "comments/<slug:clause>/", views.comment, name="comment"),
    path(VERSION + "answers/<int:pk>/", views.answer, name="answer"),
    path(VERSION + "sign/", views.sign, name="sign"),
    path(VERSION + "signatures/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path(VERSION + "signatures/<int:pk>/correct/", views.correct, name="correct"),
]

from django.urls import path

from shidra.disparities import views

app_name = "disparities"

urlpatterns = [
    path("i/<slug:code>/disparities/", views.board, name="board"),
]

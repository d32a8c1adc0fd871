from django.urls import path

from shidra.disparities import views

app_name = "disparities"

urlpatterns = [
    path("i/<slug:code>/disparities/", views.board, name="board"),
    path("i/<slug:code>/disparities/board.xlsx", views.board_file, name="file"),
    path("i/<slug:code>/disparities/board.pdf", views.board_paper, name="paper"),
    path("i/<slug:code>/disparities/groups/<path:group>/", views.group, name="group"),
]

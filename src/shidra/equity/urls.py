from django.urls import path

from shidra.equity import views

app_name = "equity"

GOALS = "i/<slug:code>/equity/"

urlpatterns = [
    path(GOALS, views.goals, name="goals"),
    path(f"{GOALS}<str:indicator>/", views.goal, name="goal"),
]

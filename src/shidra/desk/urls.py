from django.urls import path

from shidra.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.start, name="start"),
    path("i/<slug:code>/", views.overview, name="overview"),
]

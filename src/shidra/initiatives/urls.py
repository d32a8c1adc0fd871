from django.urls import path

from shidra.initiatives import views

app_name = "initiatives"

urlpatterns = [
    path("archive/", views.archive, name="archive"),
    path("i/<slug:code>/calendar.ics", views.calendar, name="calendar"),
    path("i/<slug:code>/settings/", views.settings, name="settings"),
    path("i/<slug:code>/settings/state/", views.state, name="state"),
]

from django.urls import path

from shidra.network import views

app_name = "network"

urlpatterns = [
    path("i/<slug:code>/promises/", views.promises, name="promises"),
    path("i/<slug:code>/activities/", views.activities, name="activities"),
]

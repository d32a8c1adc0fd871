from django.urls import path

from shidra.initiatives import views

app_name = "initiatives"

urlpatterns = [path("i/<slug:code>/settings/", views.settings, name="settings")]

from django.urls import path

from shidra.gaps import views

app_name = "gaps"

urlpatterns = [
    path("i/<slug:code>/missing/", views.missing_lines, name="list"),
    path("i/<slug:code>/missing.csv", views.missing_csv, name="csv"),
]

from django.urls import path

from shidra.beginning import views

app_name = "beginning"

urlpatterns = [
    path("new/", views.found, name="found"),
    path("i/<slug:code>/begin/", views.begin, name="begin"),
    path("i/<slug:code>/begin/where/", views.where, name="where"),
    path("i/<slug:code>/begin/factors/", views.factors, name="factors"),
    path("i/<slug:code>/begin/indicators/", views.indicators, name="indicators"),
    path("i/<slug:code>/begin/need/", views.need, name="need"),
]

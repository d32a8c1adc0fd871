from django.urls import path

from shidra.mapping import views

app_name = "mapping"

urlpatterns = [
    path("i/<slug:code>/map/edit/", views.edit, name="edit"),
    path("i/<slug:code>/map/edit/act/", views.act, name="act"),
    path("i/<slug:code>/map/edit/undo/", views.undo, name="undo"),
    path("i/<slug:code>/map/edit/here/", views.here, name="here"),
]

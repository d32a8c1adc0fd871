from django.urls import path

from shidra.structure import views

app_name = "structure"

urlpatterns = [path("i/<slug:code>/map/structure/", views.structure, name="page")]

from django.urls import path

from shidra.structure import views

app_name = "structure"

urlpatterns = [
    path("i/<slug:code>/map/structure/", views.structure, name="page"),
    path("i/<slug:code>/map/scenarios/new/", views.begin, name="begin"),
    path("i/<slug:code>/map/scenarios/<int:number>/", views.scenario, name="scenario"),
    path("i/<slug:code>/map/scenarios/<int:number>/change/", views.change, name="change"),
    path("i/<slug:code>/map/scenarios/<int:number>/name/", views.rename, name="rename"),
    path("i/<slug:code>/map/scenarios/<int:number>/delete/", views.delete, name="delete"),
    path("i/<slug:code>/map/scenarios/back/<int:deleted>/", views.bring_back, name="bring-back"),
]

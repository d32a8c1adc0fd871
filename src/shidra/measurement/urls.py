from django.urls import path

from shidra.measurement import views

app_name = "measurement"

urlpatterns = [
    path("i/<slug:code>/indicators/", views.indicator_list, name="indicator-list"),
    path("i/<slug:code>/indicators/<str:indicator>/", views.indicator, name="indicator"),
    path("i/<slug:code>/indicators/<str:indicator>/definition/", views.define, name="define"),
    path("i/<slug:code>/indicators/<str:indicator>/state/", views.move, name="move"),
    path("i/<slug:code>/questions/<str:question>/answer/", views.answer, name="answer"),
]

from django.urls import path

from shidra.workshops.views import phone, table

app_name = "workshops"

urlpatterns = [
    path("join/", phone.enter, name="enter"),
    path("w/<str:key>/", phone.room, name="room"),
    path("w/<str:key>/<str:kind>/", phone.suggestion, name="suggest"),
    path("i/<slug:code>/workshops/", table.workshops, name="list"),
    path("i/<slug:code>/workshops/new/", table.begin, name="begin"),
    path("i/<slug:code>/workshops/<int:pk>/", table.at_the_table, name="table"),
    path("i/<slug:code>/workshops/<int:pk>/wall/", table.wall, name="wall"),
    path("i/<slug:code>/workshops/<int:pk>/change/", table.change, name="change"),
    path("i/<slug:code>/workshops/<int:pk>/close/", table.close, name="close"),
    path("i/<slug:code>/workshops/<int:pk>/<int:number>/", table.decide, name="decide"),
]

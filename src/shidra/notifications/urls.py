from django.urls import path

from shidra.notifications import views

app_name = "notifications"

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/letters/", views.change_wishes, name="wishes"),
    path("mine/follow/", views.start_following, name="follow"),
    path("mine/unfollow/", views.stop_following, name="unfollow"),
    path("mine/calendar/renew/", views.new_calendar_address, name="renew-calendar"),
    path("mine/letters/renew-stop/", views.new_stop_address, name="renew-stop"),
    path("letters/stop/<str:key>/", views.stop, name="stop"),
    path("calendar/<str:key>.ics", views.calendar, name="calendar"),
]

from django.urls import URLPattern

app_name = "beginning"

urlpatterns: list[URLPattern] = []

from django.urls import path

from shidra.backbone import views

app_name = "backbone"

urlpatterns = [path("i/<slug:code>/how-we-work/edit/", views.edit, name="edit")]

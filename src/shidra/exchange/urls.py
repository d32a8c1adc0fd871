from django.urls import path

from shidra.exchange import views

app_name = "exchange"

urlpatterns = [
    path("load/", views.load_new, name="load-new"),
    path("load/template/", views.template, name="template"),
    path("load/<slug:upload>/", views.review_new, name="review-new"),
    path("i/<slug:code>/map/files/", views.map_files, name="map-files"),
    path("i/<slug:code>/map/files/<slug:format_name>/", views.map_file, name="map-file"),
    path("i/<slug:code>/map/load/", views.load_one_map, name="load-map"),
    path("i/<slug:code>/map/load/<slug:upload>/", views.review_map, name="review-map"),
    path("i/<slug:code>/load/", views.load, name="load"),
    path("i/<slug:code>/load/<slug:upload>/", views.review, name="review"),
]

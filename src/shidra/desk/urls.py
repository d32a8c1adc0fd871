from django.urls import path

from shidra.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.start, name="start"),
    path("i/<slug:code>/", views.overview, name="overview"),
    path("i/<slug:code>/trail/", views.trail, name="trail"),
    path("i/<slug:code>/access/", views.own_access, name="access"),
    path("i/<slug:code>/map/", views.road_map, name="map"),
    path("i/<slug:code>/map.pdf", views.map_paper, name="map-paper"),
    path("i/<slug:code>/map/adopt/", views.adopt, name="adopt-map"),
    path("i/<slug:code>/factors/<str:factor>/", views.factor, name="factor"),
    path("i/<slug:code>/factors/<str:factor>/sheet.pdf", views.factor_paper, name="factor-paper"),
    path("i/<slug:code>/money/", views.money, name="money"),
    path("i/<slug:code>/money.csv", views.money_csv, name="money-csv"),
    path("i/<slug:code>/partners/", views.partners, name="partners"),
    path("i/<slug:code>/partners/<str:organisation>/", views.organisation, name="organisation"),
    path("i/<slug:code>/groups/<str:group>/", views.group, name="group"),
    path("i/<slug:code>/activities/<str:activity>/", views.activity, name="activity"),
    path("i/<slug:code>/promises/<str:promise>/state/", views.promise_state, name="promise-state"),
    path("i/<slug:code>/how-we-work/", views.how_we_work, name="how-we-work"),
    path("i/<slug:code>/plan/", views.plan, name="plan"),
]

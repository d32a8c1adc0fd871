from django.urls import path

from shidra.gaps import views

app_name = "gaps"

MISSING = "i/<slug:code>/missing/"
GAP = MISSING + "gap/<slug:gap>/"

urlpatterns = [
    path(MISSING, views.missing_lines, name="list"),
    path("i/<slug:code>/missing.csv", views.missing_csv, name="csv"),
    path(MISSING + "gaps.<slug:form>", views.gaps_file, name="file"),
    path(GAP, views.gap, name="gap"),
    path(GAP + "say/", views.say_of_it, name="say"),
    path(GAP + "reserve/", views.reserve, name="reserve"),
    path(GAP + "undo/<int:change>/", views.undo, name="undo"),
]

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shidra.measurement import views

app_name = "measurement"


class SheetKind(StringConverter):
    """The kinds of file that the figures of a page can be taken as."""

    regex = "csv|xlsx"


register_converter(SheetKind, "sheet_kind")

urlpatterns = [
    path("i/<slug:code>/indicators/", views.indicator_list, name="indicator-list"),
    path("i/<slug:code>/indicators/<str:indicator>/", views.indicator, name="indicator"),
    path(
        "i/<slug:code>/indicators/<str:indicator>/figures.<sheet_kind:kind>",
        views.figures,
        name="figures",
    ),
    path("i/<slug:code>/indicators/<str:indicator>/definition/", views.define, name="define"),
    path("i/<slug:code>/indicators/<str:indicator>/state/", views.move, name="move"),
    path("i/<slug:code>/protection/", views.protection, name="protection"),
    path("i/<slug:code>/protection/rules/", views.protection_rules, name="protection-rules"),
    path("i/<slug:code>/questions/<str:question>/answer/", views.answer, name="answer"),
]

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shidra.records.views import categories, editing, lists, past, pasting, renaming

app_name = "records"


class FileKind(StringConverter):
    """The kinds of file that a list can be taken as."""

    regex = "csv|xlsx"


class ChangeKind(StringConverter):
    """What can happen to categories."""

    regex = "rename|merge|split|move"


register_converter(FileKind, "file_kind")
register_converter(ChangeKind, "change_kind")

CATEGORIES = "i/<slug:code>/records/categories/"
AT = "i/<slug:code>/records/"
ONE = f"{AT}<slug:table>/<int:number>/"

urlpatterns = [
    path(AT, lists.index, name="index"),
    path(CATEGORIES, categories.categories, name="categories"),
    path(f"{CATEGORIES}change/<change_kind:kind>/", categories.change, name="category-change"),
    path(
        f"{CATEGORIES}changes/<str:change>/take-back/",
        categories.take_back,
        name="category-take-back",
    ),
    path(f"{CATEGORIES}places/<str:place>/", categories.dates, name="place-dates"),
    path(
        f"{CATEGORIES}places/<str:place>/<int:number>/forget/",
        categories.forget,
        name="place-date-forget",
    ),
    path(f"{AT}<slug:table>/", lists.rows, name="list"),
    path(f"{AT}<slug:table>/list.<file_kind:kind>", lists.file, name="file"),
    path(f"{AT}<slug:table>/add/", editing.add, name="add"),
    path(f"{AT}<slug:table>/paste/", pasting.paste, name="paste"),
    path(f"{AT}<slug:table>/retired/", past.retired, name="retired"),
    path(f"{AT}<slug:table>/retired/<int:change>/", past.restore, name="restore"),
    path(ONE, editing.edit, name="edit"),
    path(f"{ONE}history/", past.history, name="history"),
    path(f"{ONE}rename/", renaming.rename, name="rename"),
    path(f"{ONE}retire/", past.retire, name="retire"),
    path(f"{ONE}undo/<int:change>/", past.take_back, name="undo"),
]

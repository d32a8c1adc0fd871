from django.urls import path

from shidra.records.views import editing, lists

app_name = "records"

AT = "i/<slug:code>/records/"

urlpatterns = [
    path(AT, lists.index, name="index"),
    path(f"{AT}<slug:table>/", lists.rows, name="list"),
    path(f"{AT}<slug:table>/add/", editing.add, name="add"),
    path(f"{AT}<slug:table>/<int:number>/", editing.edit, name="edit"),
]

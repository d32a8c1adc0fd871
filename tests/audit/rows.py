"""Rows that the tests of the trail put, and a look at what the trail keeps."""

from shidra.audit.actions import Row, Touched, put_rows
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.network.models import Activity, Organisation

DANA = Actor(label="Dana", id="7")
SAMI = Actor(label="سامي", id="8")


def put_activity(initiative, code="A1", *, reason="", by=DANA, many=None, **fields):
    """One activity by its code, as a workbook or a form would put it."""
    organisation = Organisation.objects.get(initiative=initiative, code="ngo")
    fields = {"organisation_id": organisation.pk, "kind": "programme"} | fields
    instance = Activity(initiative=initiative, code=code, **fields)
    put_rows(
        existing=Activity.objects.filter(initiative=initiative),
        rows=[Row(instance, many or {})],
        key=("code",),
        touched=Touched(
            fields=tuple(fields),
            languages={
                name: frozenset(value) for name, value in fields.items() if isinstance(value, Text)
            },
        ),
        by=by,
        initiative=initiative.code,
        reason=reason,
    )
    return Activity.objects.get(initiative=initiative, code=code)

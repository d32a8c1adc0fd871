"""What the partners of Ready Together report: who owes which figures, and one file on its way."""

import csv
import tempfile
from pathlib import Path

from django.db import transaction

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.measurement.models import Indicator
from shidra.network.models import Organisation
from shidra.submissions.actions import put_duty, take_in
from shidra.submissions.analysis import look, open_file

__all__ = ["let_example_report"]

SINCE = "2025/26"
# Partner, measure, place, days after the end of the school year.
ASKED = (
    ("GESHER", "I1", "", 45),
    ("GESHER", "I11", "", 30),
    ("SFAT", "I2", "", 60),
    ("METAPLIM", "I5", "", 60),
    ("PARENTS", "I10", "", 90),
    ("EDUC", "I7", "", 120),
    ("LA2710", "I4", "2710", 60),
    ("NABTA", "I6", "1161", 60),
)
# The table of a partner, with its own words for the columns.
FILE = "אוצר מילים תשפו.csv"
ROWS = (
    ("המדד", "שנת לימודים", "מונה", "מכנה", "הערות"),
    ("אוצר מילים תקין בשפת הבית בגיל חמש", "תשפ״ו", "1530", "2460", "בלי שני גנים ששבתו"),
)


@transaction.atomic
def let_example_report(initiative: Initiative) -> None:
    """Ask partners of the example for figures, once; one of them has handed a file in."""
    if initiative.duties.exists():
        return
    places = {each.code: each for each in initiative.places.all()}
    partners = {each.code: each for each in initiative.organisations.all()}
    measures = {each.code: each for each in Indicator.objects.filter(initiative=initiative)}
    for organisation, indicator, place, days in ASKED:
        partners[organisation].initiative = initiative
        put_duty(
            organisation=partners[organisation],
            indicator=measures[indicator],
            place=places.get(place),
            since=SINCE,
            days_after=days,
            by=SYSTEM,
        )
    _hand_in(initiative, partners["SFAT"])


def _hand_in(initiative: Initiative, organisation: Organisation) -> None:
    access = full_access(initiative.code)
    organisation.initiative = access.initiative
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(ROWS)
        opened = open_file(access, organisation, path, FILE)
        taken = look(access, organisation, opened, "file")
    take_in(
        initiative=access.initiative,
        organisation=organisation,
        taken=taken,
        by=SYSTEM,
    )

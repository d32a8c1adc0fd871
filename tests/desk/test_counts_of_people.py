"""No count of people that is too small leaves the house, on whatever page, sheet or attribute."""

import re
from decimal import Decimal

import pytest
from django.db.models import Q

from shidra.funding.models import Need
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Observation
from shidra.network.models import Activity
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

WITHOUT_RAW_RIGHTS = ("anonymous", "partner_editor", "funder", "community_member")
WITH_RAW_RIGHTS = ("auditor", "data_lead", "backbone")
# Separators of thousands, isolates and spaces of every kind that may stand inside a number.
BETWEEN_DIGITS = re.compile(
    r"(?<=\d)[,\u066c\u00a0\u202f\u2009'’](?=\d)|[\u2066-\u2069\u200e\u200f]"
)
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@pytest.fixture
def canaries(ready_together: Initiative) -> dict[str, str]:
    """Numbers that stand nowhere else, put in the place of every count of people."""
    numbers: dict[str, str] = {}
    # So many would have to stand behind a figure of any measure that these are all too few.
    Indicator.objects.update(min_n=10**9)
    parts = Observation.objects.filter(Q(place__isnull=False) | Q(group_set__isnull=False))
    for step, row in enumerate(parts):
        # No row is the mean of others: the average of all of them may well be public.
        scatter = step * step * 7_919 % 9_973
        row.numerator, row.denominator = Decimal(310_007 + scatter), Decimal(720_011 + 17 * step)
        row.value = row.numerator / row.denominator
        row.n = Decimal(870_013 + 19 * step)
        row.save()
        for number in (row.numerator, row.denominator, row.n):
            numbers[str(number)] = f"observation {row.pk}"
        numbers[str(row.numerator / row.denominator)[:8]] = f"unrounded share of {row.pk}"
    for step, need in enumerate(Need.objects.filter(people__isnull=False)):
        need.people = 540_017 + 23 * step
        need.save()
        numbers[str(need.people)] = f"need {need.pk}"
    for step, activity in enumerate(Activity.objects.all()):
        activity.reach_planned, activity.reach_actual = 961_019 + 29 * step, 951_021 + 31 * step
        activity.save()
        for reach in (activity.reach_planned, activity.reach_actual):
            numbers[str(reach)] = f"activity {activity.pk}"
    assert len(numbers) > 100
    return numbers


def addresses(initiative: Initiative) -> list[str]:
    root = f"/i/{initiative.code}/"
    pages = ["", "map/", "map/?view=table", "map/?view=paths", "missing/", "missing.csv", "money/"]
    pages += [f"missing/?kind={kind}" for kind in ("reach", "service")]
    pages += ["missing/gaps.csv", "missing/?kind=reach&factor=F2&place=1161"]
    pages += ["money.csv", "partners/", "indicators/", "plan/"]
    pages += [f"factors/{factor}/" for factor in ("O", "F2", "F6", "F10")]
    for indicator in ("I1", "I2", "I5", "I9"):
        pages += [
            f"indicators/{indicator}/{query}"
            for query in (
                "",
                "?by=population",
                "?by=gender",
                "?place=1161",
                "?by=population&place=1161",
            )
        ]
    return [root + page for page in pages]


def seen(initiative: Initiative, role: str, language: str, numbers: dict[str, str]) -> set[str]:
    """The canaries that this person meets anywhere, each with where."""
    browser = signed_in(role, initiative)
    found = set()
    for address in addresses(initiative):
        answer = browser.get(f"/{language}{address}")
        assert answer.status_code in {200, 404}, address
        text = BETWEEN_DIGITS.sub("", answer.content.decode().translate(ARABIC_DIGITS))
        digits = set(re.findall(r"\d+\.\d{6}|\d{6}", text))
        found |= {f"{address}: {number} ({numbers[number]})" for number in digits & set(numbers)}
    return found


@pytest.mark.parametrize("role", WITHOUT_RAW_RIGHTS)
def test_nobody_without_raw_rights_meets_one(ready_together: Initiative, canaries, role: str):
    assert seen(ready_together, role, "he", canaries) == set()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_language_gives_one_away(ready_together: Initiative, canaries, language: str):
    assert seen(ready_together, "anonymous", language, canaries) == set()


@pytest.mark.parametrize("role", WITH_RAW_RIGHTS)
def test_those_with_raw_rights_do_meet_them(ready_together: Initiative, canaries, role: str):
    """The search finds what is there: the same pages carry the same numbers for these."""
    found = " ".join(seen(ready_together, role, "en", canaries))
    for kind in ("observation", "unrounded share", "need", "activity"):
        assert kind in found, kind

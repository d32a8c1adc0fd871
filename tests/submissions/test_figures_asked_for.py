"""Who owes which figures: asked for, told, late, reminded; and the page that has them all."""

from datetime import date

import pytest
from django.utils import timezone

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import access_initiative
from shidra.notifications.registry import Asking
from shidra.submissions.models import ReportingDuty
from shidra.submissions.notices import figures_wait
from shidra.submissions.queries.duties import Standing, owed_by
from shidra.submissions.queries.periods import following, last_day, periods_since, read_period
from tests import factories
from tests.personas import person, signed_in
from tests.submissions.partners import Partner, asked_for, book, keeper

ROWS = [["מדד", "תקופה", "מקום", "מונה", "מכנה"], ["I1", "2025/26", "2710", 700, 1250]]


@pytest.mark.parametrize(
    ("period", "ends", "after"),
    [
        ("2025", date(2025, 12, 31), "2026"),
        ("2025/26", date(2026, 8, 31), "2026/27"),
        ("1999/00", date(2000, 8, 31), "2000/01"),
        ("2025-Q4", date(2025, 12, 31), "2026-Q1"),
        ("2024-Q1", date(2024, 3, 31), "2024-Q2"),
        ("2024-02", date(2024, 2, 29), "2024-03"),
        ("2025-12", date(2025, 12, 31), "2026-01"),
    ],
)
def test_a_period_knows_its_last_day_and_the_next(period, ends, after):
    assert (last_day(period), following(period)) == (ends, after)


def test_periods_are_owed_until_the_one_that_runs_now():
    found = list(periods_since("2024-Q3", "", date(2025, 2, 1)))
    assert found == ["2024-Q3", "2024-Q4", "2025-Q1"]
    assert list(periods_since("2024-Q3", "2024-Q3", date(2025, 2, 1))) == ["2024-Q3"]


@pytest.mark.parametrize("said", ["תשפ״ו", 'תשפ"ו', "תשפו", "2025-2026", "2025/2026", "2025-26"])
def test_a_school_year_is_read_however_it_is_written(said):
    assert read_period(said, "school_year") == "2025/26"
    assert read_period("2025/27", "school_year") == "2025/27"


def dues(initiative, role, everything=False):
    access = access_initiative(person(role, initiative), initiative.code)
    asking = Asking(access, timezone.localdate(), "he", everything)
    return {each.key: each for each in figures_wait(asking)}


def test_the_partner_hears_of_what_it_owes_and_nobody_else_does(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710")
    partner = Partner.of(ready_together, "LA2710")
    own = dues(ready_together, "partner_editor")
    due = own["figures/LA2710/I1/2710/2025/26"]
    assert due.due_on == date(2026, 9, 30)
    assert due.href == partner.at
    assert dues(ready_together, "funder") == {}
    assert set(dues(ready_together, "data_lead")) == {"submissions/late"}
    made = partner.hand_in(book(ROWS))
    assert dues(ready_together, "partner_editor") == {}
    assert set(dues(ready_together, "data_lead")) == {"submissions/waiting"}
    keeper(ready_together).move(made, "validated")
    assert set(dues(ready_together, "partner_editor")) == {f"submission/{made.number}/confirm"}
    partner.move(made, "confirmed")
    assert dues(ready_together, "partner_editor") == {}


def test_what_is_owed_comes_as_far_as_its_figures(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710")
    organisation = ready_together.organisations.get(code="LA2710")
    today = date(2026, 10, 15)

    def standing():
        return next(each for each in owed_by(organisation, today) if each.period == "2025/26")

    assert standing().days_late(today) == 15
    partner = Partner.of(ready_together, "LA2710")
    made = partner.hand_in(book(ROWS), act="draft")
    assert (standing().standing, standing().days_late(today)) == (Standing.BEGUN, 15)
    partner.move(made, "submitted")
    assert (standing().standing, standing().days_late(today)) == (Standing.HANDED_IN, 0)
    # Figures of another place settle nothing.
    asked_for(ready_together, "LA2710", "I1", "7500")
    missing = [each for each in owed_by(organisation, today) if each.standing == Standing.MISSING]
    assert {each.duty.place.code for each in missing if each.period == "2025/26"} == {"7500"}


def test_the_backbone_asks_and_sees_who_is_late(ready_together):
    client, root = signed_in("backbone", ready_together), "/he/i/ready-together/figures/"
    wanted = {
        "organisation": "LA2710",
        "indicator": "I1",
        "place": "2710",
        "since": "2025/26",
        "days_after": "30",
    }
    assert client.post(f"{root}asked/", wanted | {"since": "2025"}).status_code == 200
    for _time in range(2):
        assert client.post(f"{root}asked/", wanted).status_code == 302
    duty = ReportingDuty.objects.get()
    page = client.get(root)
    (card,) = page.context["cards"]
    assert card.is_late
    assert len(card.late) == 1
    assert client.post(f"{root}asked/{duty.pk}/end/").status_code == 302
    assert not ReportingDuty.objects.exists()
    assert client.get(root).context["cards"] == []


def test_a_partner_comes_to_its_own_page(ready_together):
    partner = Partner.of(ready_together, "LA2710")
    assert partner.client.get(partner.root).url == partner.at
    # Whoever stands for nobody is told so, and sees no partner.
    page = signed_in("funder", ready_together).get(partner.root)
    assert page.status_code == 200
    assert "of/" not in page.content.decode().partition("<main")[2]


def test_of_very_many_partners_some_are_offered_and_others_searched_for(
    ready_together: Initiative,
):
    for number in range(70):
        factories.make_organisation(ready_together, f"MANY{number}")
    director = signed_in("backbone", ready_together)
    at = f"/en/i/{ready_together.code}/figures/"
    page = director.get(at).content.decode()
    assert "/of/MANY0/" in page
    assert "/of/MANY69/" not in page
    found = director.get(at, {"q": "partner MANY69"}).content.decode()
    assert "/of/MANY69/" in found
    assert "/of/MANY0/" not in found

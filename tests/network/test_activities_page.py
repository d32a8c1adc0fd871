"""Activities: the time line by factor, a page for each, and what is beside a new one."""

from datetime import date

import pytest

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.network.models import Activity, Organisation
from shidra.network.queries import groups_meet, overlapping
from tests.factories import (
    make_allocation,
    make_commitment,
    make_groups,
    make_organisation,
    make_place,
    text,
)
from tests.network.conftest import browser_of, member, seen

pytestmark = pytest.mark.django_db


def work(initiative: Initiative, code: str, factor: str = "F2", **fields: object) -> Activity:
    told = {
        "organisation": Organisation.objects.get(initiative=initiative, code="NABTA"),
        "name": text(f"work {code}"),
    } | fields
    made = Activity.objects.create(initiative=initiative, code=code, **told)
    made.factors.add(initiative.factors.get(code=factor))
    return made


def test_it_draws_a_bar_per_activity_by_factor(network: Initiative):
    work(network, "A2", "F3", kind="system")
    page = seen(browser_of(), "activities/")
    assert "2 activities, of them on the system: 1" in page
    assert 'class="time-bar programme"' in page
    assert 'class="time-bar system"' in page
    assert "today" in page
    table = page[page.index('id="in-a-table"') :]
    assert table.index("early therapy") < table.index("stories at home") < table.index("work A2")


def test_it_says_about_what_nothing_is_done(network: Initiative):
    assert "Nothing is written down yet about: day care." in seen(browser_of(), "activities/")


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_time_runs_left_to_right_in_every_language(network: Initiative, language: str):
    import re

    page = seen(browser_of(), "activities/", language)
    picture = page[page.index("picture-wide") : page.index("picture-narrow")]
    years = [
        (float(x), year)
        for x, year in re.findall(r'<text x="([\d.]+)"[^>]*>(\d{4})</text>', picture)
    ]
    assert len(years) >= 2
    assert [year for _x, year in sorted(years)] == sorted(year for _x, year in years)


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("factor=F3", {"A3"}),
        ("kind=system", {"A3"}),
        ("place=south", {"A1", "A3"}),  # within it, and everywhere
        ("place=north", {"A2", "A3"}),
        ("group=population:bedouin", {"A1", "A2"}),
        ("group=population:druze", {"A1", "A2", "A3"}),
        ("partner=FUND", {"A2"}),
    ],
)
def test_it_narrows(network: Initiative, narrowed: str, found: set[str]):
    fund = Organisation.objects.get(initiative=network, code="FUND")
    work(network, "A2", organisation=fund).places.add(make_place(network, "north"))
    work(network, "A3", "F3", kind="system", group_set=make_groups(network, "population:druze"))
    page = seen(browser_of(), f"activities/?{narrowed}").replace("stories at home", "work A1")
    assert {code for code in ("A1", "A2", "A3") if f"work {code}" in page} == found


def test_its_page_says_who_what_where_and_until_when(network: Initiative):
    page = seen(browser_of(), "activities/A1/")
    for said in ("partner NABTA", "early therapy", "rahat", "1 January 2026 – 31 December 2027"):
        assert said in page
    assert "43219" not in page.replace(",", "")  # people belong to protection
    assert "Hidden: numbers of people" in page
    assert 'data-value="43219"' in seen(browser_of(member(network, "data_lead")), "activities/A1/")


def test_its_page_shows_money_only_to_those_who_may_see_it(network: Initiative):
    fund = Organisation.objects.get(initiative=network, code="FUND")
    activity = Activity.objects.get(code="A1")
    factor = network.factors.get(code="F2")
    for code, visibility, amount in (("C1", "partners", 3_000), ("C2", "private", 43_777)):
        given = make_commitment(network, code, fund, visibility=visibility)
        make_allocation(given, factor, amount, activity=activity)
    assert "3,000" not in seen(browser_of(), "activities/A1/")
    backbone = seen(browser_of(member(network, "backbone")), "activities/A1/")
    assert 'data-value="46777"' in backbone
    partner = seen(browser_of(member(network, "partner_editor")), "activities/A1/")
    assert "43777" not in partner.replace(",", "")
    assert 'data-value="3000"' in partner
    assert "As far as you may see it." in partner


def test_its_page_gives_away_no_private_money_by_what_stands_beside_it(network: Initiative):
    activity, factor = Activity.objects.get(code="A1"), network.factors.get(code="F2")
    for number, (visibility, amount) in enumerate(
        [("private", 777), ("partners", 1_000), ("partners", 2_000), ("partners", 3_000)]
    ):
        fund = make_organisation(network, f"FUND{number}", "philanthropy")
        given = make_commitment(network, f"C{number}", fund, visibility=visibility)
        make_allocation(given, factor, amount, activity=activity)
    partner = seen(browser_of(member(network, "partner_editor")), "activities/A1/")
    # The sum of the line is shown: so two more go out of sight with the private one.
    assert [n for n in (777, 1000, 2000, 3000) if f'data-value="{n}"' in partner] == [3000]


def test_what_is_private_is_not_there(network: Initiative):
    work(network, "A2", visibility="private")
    seen(browser_of(), "activities/A2/", status=404)
    assert "work A2" not in seen(browser_of(), "activities/")
    assert "work A2" in seen(browser_of(member(network, "backbone")), "activities/")


# --- what is beside a new one ---------------------------------------------------------------------


def codes(network: Initiative, **asked: object) -> set[str]:
    return {row.code for row in overlapping(full_access("together"), **asked)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "meets"),
    [
        ({"factors": ["F2"]}, True),
        ({"factors": ["F3"]}, False),
        ({"factors": ["F2"], "places": ["rahat"]}, True),
        ({"factors": ["F2"], "places": ["south"]}, True),
        ({"factors": ["F2"], "places": ["north"]}, False),
        ({"factors": ["F2"], "groups": ["population:bedouin"]}, True),
        ({"factors": ["F2"], "groups": ["population:druze"]}, False),
        ({"factors": ["F2"], "groups": ["gender:girl"]}, True),
        ({"factors": ["F2"], "starts_on": date(2028, 1, 1)}, False),
        ({"factors": ["F2"], "ends_on": date(2025, 12, 31)}, False),
        ({"factors": ["F2"], "starts_on": date(2027, 12, 31)}, True),
        ({"factors": ["F2"], "without": "A1"}, False),
    ],
)
def test_activities_meet_on_factor_place_group_and_time(
    network: Initiative, asked: dict[str, object], meets: bool
):
    make_place(network, "north")
    Activity.objects.update(group_set=make_groups(network, "population:bedouin"))
    make_groups(network, "population:druze")
    make_groups(network, "gender:girl")
    assert codes(network, **asked) == ({"A1"} if meets else set())


def test_groups_of_two_dimensions_meet_where_somebody_can_be_in_both():
    assert groups_meet({"a:1", "b:1"}, {"a:1", "a:2"})
    assert not groups_meet({"a:1", "b:1"}, {"a:1", "b:2"})


def told(answer) -> str:
    from shidra.i18n.isolates import strip

    return strip(answer.content.decode())


def new_activity(client, act: str = "save", **more: str):
    return client.post(
        "/en/i/together/records/activities/add/",
        {
            "act": act,
            "cell-code": "A9",
            "cell-name_en": "therapy once more",
            "cell-organisation": "NABTA",
            "cell-factors": "F2",
            "cell-kind": "programme",
            "cell-visibility": "public",
            **more,
        },
    )


def test_a_new_one_is_saved_once_its_maker_saw_what_is_there(network: Initiative):
    client = browser_of(member(network, "backbone"))
    for act in ("preview", "save"):
        page = told(new_activity(client, act))
        assert "1 activity is there already" in page
        assert "stories at home" in page
        assert "Save anyway" in page
        assert not Activity.objects.filter(code="A9").exists()
    assert new_activity(client, beside="A1").status_code == 302
    assert Activity.objects.filter(code="A9").exists()


def test_it_asks_again_when_another_came_meanwhile(network: Initiative):
    client = browser_of(member(network, "backbone"))
    work(network, "A2")
    assert "2 activities are there already" in told(new_activity(client, beside="A1"))


def test_it_asks_nothing_where_nobody_is(network: Initiative):
    client = browser_of(member(network, "backbone"))
    assert new_activity(client, **{"cell-factors": "F3"}).status_code == 302


def test_it_tells_nobody_of_an_activity_out_of_sight(network: Initiative):
    Activity.objects.update(
        visibility="private", organisation=Organisation.objects.get(code="FUND")
    )
    partner = Organisation.objects.get(code="NABTA")
    client = browser_of(member(network, "partner_editor", partner))
    assert new_activity(client).status_code == 302

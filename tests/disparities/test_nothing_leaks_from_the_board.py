"""What the board hides cannot be worked out from what it shows, on any of its channels.

Each attack reads everything that a visitor is given (page, group's page, workbook), and tries to
reckon a hidden count. Each is also run on a board that was broken on purpose, and has to succeed.
"""

import math
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from shidra.i18n.isolates import strip
from shidra.measurement.analysis.exits import Exit
from shidra.measurement.models import Observation
from shidra.protection.permissions import Reason, ShownCell, as_it_is
from tests.disparities.conftest import COUNTS, PAGE
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

EVENTS, PEOPLE, GOAL = 4, 61, 0.3
SMALLEST = 10
WHO = "M5/sector:druze"


@pytest.fixture
def few(together):
    """The druze sector has four with the event among 61 people: fewer than may be told."""
    Observation.objects.exclude(period="2016").delete()
    Observation.objects.filter(group_set__key="sector:druze").update(
        numerator=EVENTS, denominator=PEOPLE
    )
    return together


def given():
    """Every figure that a visitor finds, as (name, of) → value."""
    found = dict(figures_on(Client().get(PAGE)))
    found |= figures_on(Client().get(f"{PAGE}groups/sector:druze/"))
    return {(name, of): value for (name, of, _period), value in found.items()}


def people_and_value(found):
    """Behind = goal · people − events and value = events ÷ people: two equations for two counts."""
    behind, value = found.get(("people_behind", WHO)), found.get(("value", WHO))
    if behind is None or value is None:
        return None
    people = round(behind / (GOAL - value))
    return round(value * people), people


def what_the_others_leave(found):
    """Everybody behind the goal less the groups that are shown: the people of the hidden one."""
    whole = found.get(("people_behind", "M5"))
    others = [found.get(("people_behind", f"M5/sector:{code}")) for code in ("jewish", "arab")]
    return None if whole is None or None in others else whole - sum(others)


def disproportion_and_share(found):
    """The share of everybody gives the people, disproportion the rate, both the events."""
    ratio, share = (found.get((name, WHO)) for name in ("disproportion", "share_of_everybody"))
    everybody = found.get(("value", "M5"))
    if ratio is None or share is None or everybody is None:
        return None
    all_people = sum(COUNTS["2016"][code][1] for code in ("jewish", "arab")) + PEOPLE
    people = round(share * all_people)
    return round(people * (1 - ratio * (1 - everybody))), people


ATTACKS = (people_and_value, what_the_others_leave, disproportion_and_share)


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_gives_no_attack_a_hidden_count(few, attack):
    assert attack(given()) is None


def small_alone(self, point, **_named):
    """A suppressor that hides the small cell alone."""
    is_small = point.numerator is not None and point.numerator < SMALLEST
    return ShownCell.locked(Reason.TOO_FEW) if is_small else as_it_is(point)


def test_the_rest_gives_it_away_where_only_the_small_group_is_hidden(few, monkeypatch):
    monkeypatch.setattr(Exit, "cell", small_alone)
    left = what_the_others_leave(given())
    # Each number is rounded up to whole people, so that the sum is off by two at most.
    assert abs(left - math.ceil(GOAL * PEOPLE - EVENTS)) <= 2


@pytest.mark.parametrize("attack", [people_and_value, disproportion_and_share])
def test_the_attacks_succeed_where_hidden_cells_are_reckoned_with(few, monkeypatch, attack):
    """A board that takes what is stored instead of what is shown."""

    monkeypatch.setattr(Exit, "cell", lambda _self, point, **_named: as_it_is(point))
    events, people = attack(given())
    assert events == EVENTS
    # People behind are whole: rounding up moves what is reckoned from them by at most this.
    assert abs(people - PEOPLE) <= 1 / (GOAL - EVENTS / PEOPLE)


def test_a_hidden_group_has_no_distance_ratio_pace_or_place(few):
    assert [name for name, of in given() if of == WHO] == []
    said = Client().get(PAGE).content.decode()
    assert "Hidden: fewer than" in said
    assert "put several years together, or neighbouring places" in said


def test_nothing_moves_with_a_hidden_figure(few):
    """A place among groups, an order or an axis that followed it would tell how large it is."""
    pages = []
    for events in (1, 4, 9):
        Observation.objects.filter(group_set__key="sector:druze").update(numerator=events)
        # The counts of everybody are shown, and move with it: they are made up for here.
        Observation.objects.filter(group_set__key="sector:arab").update(numerator=310 - events)
        page = Client().get(PAGE).content.decode()
        pages.append(page[page.index("<main") : page.index("</main>")])
    assert pages[0] == pages[1] == pages[2]


def test_the_workbook_and_the_paper_hold_no_more_than_the_page(few):
    answer = Client().get(f"{PAGE}board.xlsx")
    book = load_workbook(BytesIO(answer.content))
    [row] = [row for row in book["The board"].values if row[2] == "sector:druze"]
    assert [value for value in row if isinstance(value, int | float)] == [GOAL]
    assert "Hidden: fewer than" in row[-1]
    further = [row for row in book["Further measures"].values if row[2] == "Difference"]
    assert [row[8] for row in further] == [None]
    assert Client().get(f"{PAGE}board.pdf").status_code == 200


def test_a_later_period_that_is_hidden_is_named(together):
    Observation.objects.filter(period="2016", group_set__key="sector:druze").update(
        numerator=EVENTS, denominator=PEOPLE
    )
    said = strip(Client().get(PAGE).content.decode())
    assert "2016 is left out. Hidden: fewer than" in said


def test_an_earlier_period_that_is_hidden_is_named_too(together):
    """Whoever asks from 2014 on must not take a board from 2015 on for it."""
    Observation.objects.filter(period="2014", group_set__key="sector:druze").update(
        numerator=EVENTS, denominator=PEOPLE
    )
    said = strip(Client().get(f"{PAGE}?since=2014").content.decode())
    assert "2014 is left out. Hidden: fewer than" in said


def test_a_verdict_is_never_told_from_counts_that_are_not_shown(together):
    """One bit about hidden counts is one too many."""
    Observation.objects.filter(period="2016", group_set__key="sector:druze").update(
        numerator=EVENTS, denominator=PEOPLE
    )
    moved = [key for key in figures_on(Client().get(PAGE)) if key[0].startswith("moved")]
    assert not [key for key in moved if key[1] == WHO and key[2] == "2016"]

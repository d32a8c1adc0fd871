"""Attacks on figures that a reader may not see, by way of goals, distances, orders and gaps.

Two records differ in nothing but hidden figures: who is furthest in one is nearest in the other.
Whoever has no raw rights must find the same words, figures and order on every page and in every
file, whichever of the two it is. The same attack on an exit that hides nothing must succeed, or it
would prove nothing.
"""

import re
from datetime import date

import pytest

from shidra.accounts.models import User
from shidra.core.figures import Figure
from shidra.gaps.actions import Saying, say, take_stock
from shidra.gaps.analysis import gap_book
from shidra.gaps.notices import gaps_as_subjects
from shidra.gaps.queries import Where, gap_ref
from shidra.initiatives.models import Initiative, Place
from shidra.initiatives.permissions import access_initiative, full_access
from shidra.measurement.analysis.exits import Exit
from shidra.measurement.models import Observation, Target
from shidra.notifications.registry import Asking
from shidra.protection.models import ProtectedTable
from shidra.protection.permissions import as_it_is
from tests import two_records
from tests.equity.conftest import agree, observe
from tests.equity.test_furthest_without_money import sign, strategy
from tests.factories import make_place
from tests.two_records import found_apart, reader

# Of two groups, and of two towns, only how the same sum is shared out differs.
SECTORS = (
    {"jewish": (740, 1000), "arab": (290, 500), "bedouin": (3, 8)},
    {"jewish": (740, 1000), "arab": (287, 500), "bedouin": (6, 8)},
)
TOWNS = (
    {"A": (740, 1000), "B": (290, 500), "C": (3, 8)},
    {"A": (740, 1000), "B": (287, 500), "C": (6, 8)},
)
GROUPS = [gap_ref("service", Where("O", None, frozenset({f"sector:{one}"}))) for one in SECTORS[0]]
ADDRESSES = (
    "en/i/together/",
    "en/i/together/equity/",
    "en/i/together/equity/I1/",
    "he/i/together/equity/I1/",
    "en/i/together/missing/?kind=service",
    "ar/i/together/missing/?kind=service",
    "en/i/together/missing.csv",
    "en/i/together/missing/gaps.csv",
    "en/i/together/factors/O/",
    "en/i/together/records/goals/",
    "en/i/together/records/strategies/",
    *(f"en/i/together/missing/gap/{gap}/" for gap in GROUPS),
)

# Where whoever sees all figures finds that it is another who is furthest.
TELLING = {
    "en/i/together/equity/",
    "en/i/together/equity/I1/",
    "en/i/together/missing/?kind=service",
    "en/i/together/missing/gaps.csv",
}
BELOW = ["visitor", "funder", "partner_editor", "community_member"]


@pytest.fixture
def twin(together: Initiative) -> Initiative:
    """The first record: the small group and the small town are furthest."""
    observe(together, SECTORS[0], "2025")
    land, indicator = make_place(together, "L"), together.indicators.get(code="I1")
    for code, (events, people) in TOWNS[0].items():
        town = make_place(together, code, land)
        Place.objects.filter(pk=town.pk).update(kind="town")
        Observation.objects.create(
            indicator=indicator, period="2024", place=town, numerator=events, denominator=people
        )
    agree(together)
    row = strategy(together, cost=100_000_00)
    row.commitments.add(sign(together, 40_000))
    return together


def other_record(initiative: Initiative) -> None:
    """The second record, as if the first had never been told to anybody."""
    rows = Observation.objects.filter(indicator__initiative=initiative)
    for sector, (events, _people) in SECTORS[1].items():
        rows.filter(group_set__groups__code=sector).update(numerator=events)
    for town, (events, _people) in TOWNS[1].items():
        rows.filter(place__code=town).update(numerator=events)
    ProtectedTable.objects.all()._raw_delete("default")


def everything(initiative: Initiative, who: str) -> dict[str, str]:
    """Each page and file as this reader finds it."""
    return two_records.everything(initiative, who, ADDRESSES)


def told_apart(initiative: Initiative, who: str) -> set[str]:
    """Where this reader finds anything else in the second record than in the first."""
    return found_apart(lambda: everything(initiative, who), lambda: other_record(initiative))


@pytest.mark.parametrize("who", BELOW)
def test_whoever_has_no_raw_rights_cannot_tell_who_is_furthest(twin: Initiative, who: str) -> None:
    assert told_apart(twin, who) == set()


@pytest.mark.parametrize("who", ["visitor", "funder"])
def test_it_does_not_tell_by_a_goal_that_some_have_reached(twin: Initiative, who: str) -> None:
    """With this goal the small group has arrived in the second record, and no other has."""
    Target.objects.update(value="0.745")
    assert told_apart(twin, who) == set()


@pytest.mark.parametrize("who", ["backbone", "auditor"])
def test_whoever_has_raw_rights_is_told(twin: Initiative, who: str) -> None:
    assert told_apart(twin, who) >= TELLING


@pytest.mark.parametrize("who", ["visitor", "partner_editor"])
def test_an_exit_that_hides_nothing_gives_it_away(
    twin: Initiative, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naked(_self: Exit, point: Figure, **_more: object) -> object:
        return as_it_is(point)

    monkeypatch.setattr(Exit, "cell", naked)
    assert told_apart(twin, who) >= TELLING


@pytest.mark.parametrize("who", BELOW)
def test_no_figure_of_a_hidden_group_stands_on_the_page(twin: Initiative, who: str) -> None:
    page = reader(twin, who).get("/en/i/together/equity/I1/").content.decode()
    hidden = set(re.findall(r'data-of="([^"]+)"[^>]*data-value="null"', page))
    shown = dict(re.findall(r'data-of="(I1[/@][^"]+)"[^>]*data-value="([\d.]+)"', page))
    assert "I1/sector:bedouin" not in shown
    assert "I1@C" not in shown
    assert not hidden & shown.keys()
    # Those that are shown stand in the order of the record, whatever their distance is.
    places = [
        page.index(f">{name}") for name in ("jewish", "arab", "bedouin") if f">{name}" in page
    ]
    assert len(places) == len(SECTORS[0])


@pytest.mark.parametrize("who", BELOW[1:])
def test_what_was_said_of_such_a_gap_reaches_nobody_below(twin: Initiative, who: str) -> None:
    """Its life, its end by the data and its place in news are as hidden as the gap itself."""
    keeper = full_access(twin.code)
    book = gap_book(keeper)
    (found,) = [gap for each in book.bundles for gap in each.gaps if gap.ref in GROUPS]
    before = everything(twin, who)
    say(initiative=twin, gap=found, saying=Saying("confirm"), by=keeper.actor)
    other_record(twin)
    take_stock(initiative=twin, by=keeper.actor)
    access = access_initiative(User.objects.get(email=f"{who}@example.org"), twin.code)
    assert gap_book(access).gone == ()
    assert gaps_as_subjects(Asking(access, date(2026, 11, 22), "he"), GROUPS) == {}
    after = everything(twin, who)
    assert {address for address in before if before[address] != after[address]} == set()

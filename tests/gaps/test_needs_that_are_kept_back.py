"""Attacks on people who are too few, by way of the needs that are written for them.

Two records differ in nothing but needs that are kept back: how many people they are for, and their
money. Whoever has no raw rights must find the same words, figures and order on every page and in
every file, whichever of the two it is. The same attack on a ledger that keeps nothing back must
succeed, or it would prove nothing.
"""

from datetime import date

import pytest

from shidra.accounts.models import User
from shidra.funding.analysis import coverage
from shidra.funding.analysis.needs_told import ToldNeeds, left_over, told_needs
from shidra.funding.analysis.plan import propose
from shidra.funding.models import Need, Option
from shidra.funding.queries import needs_of
from shidra.gaps.actions import Saying, say, take_stock
from shidra.gaps.analysis import gap_book, telling
from shidra.gaps.notices import factors_as_subjects, gaps_as_subjects
from shidra.gaps.queries import Where, gap_ref
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, access_initiative, full_access
from shidra.initiatives.queries import parent_codes_of_places
from shidra.measurement.models import Indicator, Observation, Target
from shidra.network.models import Activity
from shidra.notifications.registry import Asking
from shidra.protection.models import DisclosureRule
from shidra.protection.permissions import Policy, as_it_is
from tests import two_records
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    make_place,
    text,
)
from tests.two_records import found_apart, reader

pytestmark = pytest.mark.django_db

BELOW = ("visitor", "funder", "partner_editor", "community_member")
PRICE = 600
WHOLE: tuple[str | None, frozenset[str]] = (None, frozenset())
# Who sits the examination in each district and sector; of five in D1 nobody is told, nor of the
# three in D1 and D2 that would tell of them.
SITTING = {
    ("D1", "arab"): (5, 260), ("D1", "druze"): (30, 300), ("D1", "jewish"): (760, 5_700),
    ("D2", "arab"): (40, 400), ("D2", "druze"): (35, 290), ("D2", "jewish"): (970, 6_900),
    ("D3", "arab"): (801, 7_400), ("D3", "druze"): (410, 2_300), ("D3", "jewish"): (640, 3_900),
}  # fmt: skip
# For how many of them something is needed: in D1 18 % of 260 are the five and 42 more.
PEOPLE = {("D1", "arab"): 42, ("D3", "arab"): 531, ("D3", "jewish"): 62, ("D2", "jewish"): 272}
TIED = Where("F2", "D1", frozenset({"sector:arab"}), 2026)
FEW = Where("F3", "D3", frozenset({"sector:druze"}), 2026)
GAPS = [gap_ref(kind, where) for kind in ("resource", "service") for where in (TIED, FEW)]
ADDRESSES = (
    *("", "missing/", "missing/?kind=resource", "missing/?kind=service", "missing/?kind=reach"),
    *("missing/?kind=overlap", "missing/?factor=F2&place=D1", "missing/?min=1000"),
    *("missing/?group=sector:arab", "missing.csv", "missing/gaps.csv", "money/", "money.csv"),
    *("factors/F2/", "factors/F3/", "map/", "map/?view=table", "plan/", "plan/?year=2026"),
    *("map/?lens=group&group=sector:arab", "map/?lens=place&place=D1", "equity/", "partners/"),
    *(f"missing/gap/{gap}/" for gap in GAPS),
)
# Where whoever sees all needs finds other people or other money in the second record.
TELLING = {"missing/", "missing/gaps.csv", "missing.csv", "money.csv", "factors/F2/", "plan/"}


@pytest.fixture
def together() -> Initiative:
    """F2 with needs of all, one of them tied to a target; F3 with a need for too few."""
    initiative = make_initiative(min_cell=10, is_public=True)
    outcome = make_factor(initiative, "O", kind="outcome")
    lines = {code: make_factor(initiative, code, importance=4) for code in ("F2", "F3")}
    land = make_place(initiative, "L")
    places = {code: make_place(initiative, code, land) for code in ("D1", "D2", "D3")}
    sitting = Indicator.objects.create(
        initiative=initiative, code="M5", factor=outcome, name=text("five units"),
        unit="percent", better="higher", role="outcome", counts="both",
    )  # fmt: skip
    Target.objects.create(indicator=sitting, period="2030", value="0.18")
    for (place, sector), (events, people) in SITTING.items():
        groups = make_groups(initiative, f"sector:{sector}")
        Observation.objects.create(
            indicator=sitting, period="2025", place=places[place], group_set=groups,
            numerator=events, denominator=people,
        )  # fmt: skip
        if number := PEOPLE.get((place, sector)):
            _need(lines["F2"], number, place=places[place], group_set=groups)
        if place == "D3":
            few = 3 if sector == "druze" else number
            _need(lines["F3"], few, place=places[place], group_set=groups)
    for code, line in lines.items():
        make_link(line, outcome)
        Option.objects.create(
            initiative=initiative, code=f"Q{code}", factor=line, name=text(f"way {code}"),
            unit_cost=PRICE * 100, effect="0.1", people_kind="pupils", evidence="moderate",
        )  # fmt: skip
    fund = make_commitment(initiative, "C1", make_organisation(initiative, "FUND"), 2_000_000)
    make_allocation(fund, lines["F2"], 300_000)
    make_allocation(fund, lines["F3"], 500_000)
    return initiative


def _need(line: object, people: int, **where: object) -> None:
    make_need(line.initiative, line, people * PRICE, people=people, people_kind="pupils", **where)


def other_record(initiative: Initiative) -> None:
    """The second record: other people in the needs that are kept back, and their money with them."""
    for where, people in ((TIED, 44), (FEW, 8)):
        Need.objects.filter(
            factor__code=where.line, place__code=where.place, group_set__key__in=where.groups
        ).update(people=people, amount=people * PRICE * 100)


def access(initiative: Initiative, who: str) -> Access:
    reader(initiative, who)
    return access_initiative(User.objects.get(email=f"{who}@example.org"), initiative.code)


def everything(initiative: Initiative, who: str) -> dict[str, str]:
    """Each page and file as this reader finds it."""
    base = "en/i/together/"
    found = two_records.everything(initiative, who, [base + each for each in ADDRESSES])
    return {address.removeprefix(base): page for address, page in found.items()}


def told_apart(initiative: Initiative, who: str) -> set[str]:
    """Where this reader finds anything else in the second record than in the first."""
    return found_apart(lambda: everything(initiative, who), lambda: other_record(initiative))


@pytest.mark.parametrize("who", BELOW)
def test_nobody_below_can_tell_how_many_they_are(together: Initiative, who: str) -> None:
    assert told_apart(together, who) == set()


@pytest.mark.parametrize("who", ["backbone", "auditor"])
def test_whoever_has_raw_rights_is_told(together: Initiative, who: str) -> None:
    assert told_apart(together, who) >= TELLING


def test_a_ledger_that_keeps_nothing_back_gives_it_away(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "told_needs", lambda _access, rows, _parents: ToldNeeds(rows))
    assert told_apart(together, "visitor") >= TELLING - {"plan/"}
    [gap] = [gap for gap in gap_book(access(together, "partner_editor")).gaps if gap.ref == GAPS[0]]
    # Money against price, and people against target: 44 people, so that three would sit it.
    people = float(gap.of or 0) / PRICE
    assert (people, round(0.18 * 260 - people)) == (44, 3)


def test_it_is_listed_all_the_same_after_what_is_told(together: Initiative) -> None:
    book = gap_book(access(together, "funder"))
    [bundle] = [each for each in book.bundles if (each.kind, each.line) == ("resource", "F2")]
    assert [gap.hidden is not None for gap in bundle.gaps] == [False, False, False, True]
    [kept] = [gap for gap in bundle.gaps if gap.ref == GAPS[0]]
    assert (kept.size, kept.of, kept.share, kept.score) == (None, None, None, None)
    line = next(each for each in book.missing.lines if each.factor == "F2")
    assert line.need == (531 + 62 + 272) * PRICE
    # What is left of money that may meet needs that are kept back is no overlap.
    [few] = [each for each in book.missing.lines if each.factor == "F3"]
    assert (few.committed, few.covered, few.overlap) == (500_000, (531 + 62) * PRICE, 0)


def test_all_audiences_are_told_the_same_needs(together: Initiative) -> None:
    """So two of them have nothing to subtract, whatever their rules are."""
    for audience, least in (("visitors", 10), ("partners", 4), ("funders", 2)):
        DisclosureRule.objects.create(
            initiative=together, audience=audience, people=least, events=least, without=least
        )
    rows, parents = needs_of(together), parent_codes_of_places(together)
    found = {told_needs(access(together, who), rows, parents) for who in BELOW[1:]}
    assert len(found) == 1
    assert {row.people for row in found.pop().kept} == {42, 3}


def test_what_the_data_say_of_such_money_reaches_nobody_below(together: Initiative) -> None:
    """Enough money came: whoever may not know how much was needed is not told of that either."""
    keeper = full_access(together.code)
    [found] = [gap for gap in gap_book(keeper).gaps if gap.ref == GAPS[0]]
    say(initiative=together, gap=found, saying=Saying("confirm"), by=keeper.actor)
    before = {who: everything(together, who) for who in BELOW}
    Need.objects.filter(factor__code="F2", place__code="D1", people=42).update(amount=0)
    take_stock(initiative=together, by=keeper.actor)
    for who in BELOW:
        after = everything(together, who)
        assert {each for each in after if after[each] != before[who][each]} == set()
    asking = Asking(access(together, "funder"), date(2026, 11, 22), "he")
    assert gaps_as_subjects(asking, GAPS) == {}
    assert factors_as_subjects(asking, ["F2"]) == {}


# --- what larger needs leave over ---------------------------------------------------------------

DISTRICTS = {"D1": None, "D2": None, "D3": None, "T": "D1"}
NOBODY = frozenset[str]()
ARAB, JEWISH = frozenset({"sector:arab"}), frozenset({"sector:jewish"})


@pytest.mark.parametrize(
    ("numbers", "kept", "next_one"),
    [
        ({WHOLE: 100, ("D1", NOBODY): 60, ("D2", NOBODY): 37}, [], None),
        # The whole less the two that are told is the third.
        (
            {WHOLE: 100, ("D1", NOBODY): 60, ("D2", NOBODY): 37, ("D3", NOBODY): 3},
            [("D3", NOBODY)], ("D2", NOBODY),
        ),
        # Two that are kept back hide each other.
        (
            {WHOLE: 100, ("D1", NOBODY): 60, ("D2", NOBODY): 37, ("D3", NOBODY): 3},
            [("D3", NOBODY), ("D2", NOBODY)], None,
        ),
        # Many more are in need than the parts say.
        ({WHOLE: 900, ("D1", NOBODY): 60, ("D3", NOBODY): 3}, [("D3", NOBODY)], None),
        # Categories in one place, and the same in places inside it.
        ({("D1", NOBODY): 50, ("D1", ARAB): 4, ("D1", JEWISH): 46}, [("D1", ARAB)], ("D1", JEWISH)),
        ({("D1", ARAB): 42, ("T", ARAB): 42}, [("D1", ARAB)], ("T", ARAB)),
        # Crossings of a whole, a place within a place not counted twice.
        (
            {WHOLE: 90, ("D1", ARAB): 42, ("D1", JEWISH): 48, ("T", JEWISH): 30},
            [("D1", ARAB)], ("D1", JEWISH),
        ),
        # Parts that are more than the whole are parts of something else.
        ({WHOLE: 40, ("D1", NOBODY): 60, ("D3", NOBODY): 3}, [("D3", NOBODY)], None),
        # Nothing but the sum tells the part.
        ({("D1", NOBODY): 42, ("T", NOBODY): 42}, [("T", NOBODY)], ("D1", NOBODY)),
    ],
)  # fmt: skip
def test_a_sum_never_gives_away_its_part(
    numbers: dict[tuple[str | None, frozenset[str]], int],
    kept: list[tuple[str | None, frozenset[str]]],
    next_one: tuple[str | None, frozenset[str]] | None,
) -> None:
    assert left_over(numbers, kept, 10, DISTRICTS) == next_one


def test_a_price_tells_people_where_the_need_does_not(together: Initiative) -> None:
    """Money for three people, and money for those of whom another need is kept back."""
    line, place = together.factors.get(code="F3"), together.places.get(code="D1")
    arab = make_groups(together, "sector:arab")
    make_need(together, line, 42 * PRICE, place=place, group_set=arab)
    make_need(together, line, 3 * PRICE, place=place, group_set=make_groups(together, "sector:x"))
    make_need(together, line, 99_999, place=place, group_set=make_groups(together, "sector:y"))
    rows, parents = needs_of(together), parent_codes_of_places(together)
    told = told_needs(access(together, "funder"), rows, parents)
    assert {(row.people, row.amount // 100) for row in told.kept} == {
        (42, 42 * PRICE), (3, 3 * PRICE), (None, 42 * PRICE), (None, 3 * PRICE),
    }  # fmt: skip


# --- reach against activity, and plan cells against option shares -------------------------------


def reached(initiative: Initiative, few: int) -> list[object]:
    """What a funder reads of reach, where one line has two activities, and another the larger one.

    Whom both reach, less whom the larger one reaches, would be the few.
    """
    Activity.objects.all().delete()
    for code, reach, lines in (("A1", 120, ("F2", "F3")), ("A2", few, ("F2",))):
        activity = Activity.objects.create(
            initiative=initiative, code=code, name=text(code), kind="programme",
            organisation=initiative.organisations.get(code="FUND"), reach_actual=reach,
        )  # fmt: skip
        activity.factors.set(initiative.factors.filter(code__in=lines))
        activity.places.set(initiative.places.filter(code="D3"))
        activity.group_set = make_groups(initiative, "sector:arab")
        activity.save()
    book = gap_book(access(initiative, "funder"))
    bundles = [each for each in book.bundles if each.kind == "reach"]
    assert {each.line for each in bundles} == {"F2", "F3"}
    return [
        (gap.ref, gap.size, gap.of, gap.share, gap.score, each.size, each.shortfall, each.score)
        for each in bundles
        for gap in each.gaps
    ]


def test_whom_two_activities_reach_less_whom_one_reaches_is_nobodys_to_know(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    Need.objects.filter(people=531).update(people=260)
    assert reached(together, 2) == reached(together, 4)
    monkeypatch.setattr(Policy, "near", lambda _self, people: people)
    monkeypatch.setattr(telling, "coarse", lambda cell, _kind: as_it_is(cell))
    assert reached(together, 2) != reached(together, 4)


def test_no_cell_of_a_plan_is_that_of_a_need_that_is_kept_back(together: Initiative) -> None:
    """A plan fills an option up to its share of the people: the most that a cell may get tells them."""
    Need.objects.filter(people__isnull=False).update(amount=10**9)
    kept = {f"{each.line}/{each.place}/sector:arab/2026" for each in (TIED,)}
    own = propose(access(together, "funder"))
    assert not kept & own.preparation.needs.keys()
    beside = [each for each in own.preparation.beside if each.reason == "need that is kept back"]
    assert sorted((each.line, each.missing) for each in beside) == [("F2", 0), ("F3", 0)]
    everything_known = propose(full_access(together.code))
    assert kept <= everything_known.preparation.needs.keys()
    # Whoever sees the cell has the people: its scale is the price of all whom it can reach.
    cells = {cell.id: cell for cell in everything_known.preparation.problem.cells}
    [cell] = [cells[name] for name in cells if name.endswith("/".join(["", *kept]))]
    assert cell.response.scale / PRICE == pytest.approx(42)

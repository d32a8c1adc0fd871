"""What people without raw rights are told of measures, and what they can work out from it.

The attacker of these tests knows nothing of how figures are hidden. They read answers, write down
which counts they saw, and solve the sums that must hold between them.
"""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import product

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client
from scipy.optimize import linprog

from shidra.core.disclosure import observations
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator, Observation
from shidra.protection import analysis
from shidra.protection.analysis import making
from shidra.protection.models import ProtectedTable
from shidra.ui.management.site import Refused
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.districts import FEW, make_districts

pytestmark = pytest.mark.django_db

PLACES, SECTORS = tuple(FEW), ("arab", "jewish")
PAGE = "/en/i/together/indicators/M5/"
type Cell = tuple[str | None, str | None, str]


@pytest.fixture
def together() -> Initiative:
    return make_districts(counts=FEW)


def asked(*arguments: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("series", "together", "M5", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def seen() -> dict[Cell, float]:
    """Every count that a visitor is told by any question: place, sector, passed or pupils."""
    told: dict[Cell, float] = {}
    for by in ((), ("sector",), ("place:district",), ("place:district", "sector")):
        for point in asked(*(option for one in by for option in ("--by", one))):
            cell = point.get("place"), point.get("sector")
            told |= {(*cell, side): point[name] for side, name in SIDES if point[name] is not None}
    for place in (None, *PLACES):
        for key, value in figures_on(Client().get(PAGE, {"place": place or ""})).items():
            if side := dict(FIGURES).get(key[0]):
                subject = key[1].partition("/")[2].removeprefix("sector:") or None
                told[place, subject, side] = value
        file = (
            Client().get(f"{PAGE}figures.csv", {"place": place or ""}).content.decode("utf-8-sig")
        )
        for line in csv.DictReader(StringIO(file)):
            subject = line["Group"].removeprefix("sector:") or None
            told |= {
                (place, subject, side): float(line[name.capitalize()])
                for side, name in SIDES
                if line[name.capitalize()]
            }
    return told


SIDES = (("passed", "numerator"), ("pupils", "denominator"))
FIGURES = (("numerator", "passed"), ("denominator", "pupils"))
INNER = tuple(product(PLACES, SECTORS))


def worked_out(told: dict[Cell, float], place: str, sector: str) -> tuple[float, float]:
    """Between what the number of those who passed lies, for whoever was told all this."""
    cells = [(*spot, side) for spot in INNER for side in ("passed", "failed")]
    number = {cell: at for at, cell in enumerate(cells)}
    sums, values = [], []
    for (where, group, side), value in told.items():
        row = np.zeros(len(cells))
        for spot in INNER:
            if where in {None, spot[0]} and group in {None, spot[1]}:
                row[number[*spot, "passed"]] = 1
                if side == "pupils":
                    row[number[*spot, "failed"]] = 1
        sums.append(row)
        values.append(value)
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(cells))
        goal[number[place, sector, "passed"]] = sign
        found = linprog(goal, A_eq=np.array(sums), b_eq=np.array(values), bounds=(0, None))
        assert found.success
        ends.append(sign * found.fun)
    return ends[0], ends[1]


def left_open(places: dict[str, tuple[int, int]], is_told: Callable[[str], bool]) -> dict[str, int]:
    """How many numbers each hidden one may be, for whoever knows all people and the whole."""
    hidden = [place for place in places if not is_told(place)]
    left = sum(places[place][0] for place in hidden)
    spans = {}
    for place in hidden:
        others = sum(places[other][1] for other in hidden) - places[place][1]
        spans[place] = min(places[place][1], left) - max(0, left - others)
    return spans


def towns() -> Iterator[dict[str, tuple[int, int]]]:
    """One small town beside others of a hundred, in many ways."""
    for small, first, second in product(range(1, 10), (12, 20, 34), (15, 60)):
        yield {"a": (small, 60), "b": (first, 100), "c": (second, 100), "d": (40, 100)}


def test_a_small_town_is_never_alone() -> None:
    for places in towns():
        table = analysis.protected_table(census_of(places), analysis.Limits(10, 10, 10), [])
        assert table.is_certified

        def is_told(place: str, places=places, table=table) -> bool:
            passed, pupils = places[place]
            return table.look(place, (), people=pupils, events=passed).events == analysis.SAFE

        assert left_open(places, is_told)["a"] >= 5
        # The same attack where the small one alone is hidden.
        assert left_open(places, lambda place: place != "a") == {"a": 0}


def census_of(places: dict[str, tuple[int, int]]) -> analysis.Census:
    spots = {(place, frozenset[str]()): sides for place, sides in places.items()}
    everybody = tuple(map(sum, zip(*places.values(), strict=True)))
    spots[None, frozenset()] = (everybody[0], everybody[1])
    return analysis.Census(
        {spot: pupils for spot, (_passed, pupils) in spots.items()},
        {spot: passed for spot, (passed, _pupils) in spots.items()},
        [frozenset()],
        dict.fromkeys(places),
    )


def test_nobody_works_out_a_small_count_from_all_that_is_told(together: Initiative) -> None:
    told = seen()
    assert told[None, "arab", "passed"] == 55  # much is told as it is
    assert told["N", "arab", "pupils"] == 60
    assert ("N", "arab", "passed") not in told
    low, high = worked_out(told, "N", "arab")
    assert high - low >= 5  # half of what is too few


def test_an_exit_that_hides_small_counts_alone_gives_them_away(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same attacker before a broken suppressor."""
    real = making.protected_observations

    def broken(*given, **named):
        found = real(*given, **named)
        shown = {
            cell: "safe" if status == "complementary" else status
            for cell, status in found.statuses.items()
        }
        return type(found)(shown, found.counts, found.whole, found.beyond, is_certified=True)

    monkeypatch.setattr(making, "protected_observations", broken)
    told = seen()
    assert ("N", "arab", "passed") not in told
    low, high = worked_out(told, "N", "arab")
    assert low == pytest.approx(4)
    assert high == pytest.approx(4)


def test_a_correction_the_day_after_opens_nothing(together: Initiative) -> None:
    """What was told yesterday and still holds is known: today hides round it."""
    yesterday = seen()
    Observation.objects.filter(place__code="C", group_set__key="sector:jewish").update(numerator=58)
    today = seen()
    assert today[None, None, "passed"] == yesterday[None, None, "passed"] + 6
    # Of what did not change the attacker keeps yesterday's.
    unchanged = {
        cell: value
        for cell, value in yesterday.items()
        if cell[0] not in {None, "C"} or cell[1] == "arab"
    }
    low, high = worked_out({**unchanged, **today}, "N", "arab")
    assert high - low >= 5  # half of what is too few


def test_without_a_memory_the_correction_opens_it(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suppressor that forgets may hide another number today: then both days give it away."""
    first = {cell for cell in seen() if cell[2] == "passed"}
    hidden = {(place, sector) for place, sector in INNER if (place, sector, "passed") not in first}
    assert len(hidden) >= 4
    tables = ProtectedTable.objects.filter(subject="M5", period="2016")
    assert tables.count() == 1
    # Those beside it were each hidden alone; one that was told yesterday leaves an equation.
    other = sorted(hidden - {("N", "arab")})
    told = {
        (place, sector, "passed"): float(
            Observation.objects.get(place__code=place, group_set__key=f"sector:{sector}").numerator
        )
        for place, sector in other
    }
    low, high = worked_out({**seen(), **told}, "N", "arab")
    assert low == pytest.approx(high)


def test_a_rule_that_becomes_stricter_cannot_take_back_what_was_told(together: Initiative) -> None:
    before = seen()
    Initiative.objects.update(min_cell=25)
    after = seen()
    assert ("S", "arab", "passed") not in after  # 20 are too few now
    assert set(after) <= set(before)


def test_numerator_against_rate_and_denominator(together: Initiative) -> None:
    """Of a hidden number no rate is told, nor any reckoning that rests on one."""
    for address in (PAGE, f"{PAGE}?place=N", f"{PAGE}?place=N&view=groups", f"{PAGE}?view=places"):
        for name, subject, period in figures_on(Client().get(address)):
            if subject.endswith("N/sector:arab") and period == "2016":
                assert name == "denominator"


def test_the_file_tells_what_the_page_tells(together: Initiative) -> None:
    lines = Client().get(f"{PAGE}figures.csv", {"place": "N"}).content.decode("utf-8-sig")
    (arab,) = [line for line in lines.splitlines() if "sector:arab" in line]
    assert ",60" in arab
    assert "Hidden" in arab
    assert ",4," not in arab.replace(".0", "")


def test_whoever_has_raw_rights_sees_everything_and_leaves_no_table(together: Initiative) -> None:
    page = signed_in("data_lead", together).get(PAGE, {"place": "N"})
    assert figures_on(page)["numerator", "M5@N/sector:arab", "2016"] == 4
    assert not ProtectedTable.objects.exists()


def test_a_table_is_made_once_for_all_who_ask(together: Initiative) -> None:
    for _time in range(2):
        Client().get(PAGE)
        signed_in("funder", together).get(PAGE)
        asked("--by", "sector")
    assert ProtectedTable.objects.count() == 1
    assert ProtectedTable.objects.get().standing == "certified"


def test_parts_above_their_whole_leave_the_whole_alone(together: Initiative) -> None:
    measure = Indicator.objects.get()
    Observation.objects.create(
        indicator=measure,
        period="2016",
        place=Place.objects.get(code="N"),
        numerator=10,
        denominator=20,
    )
    assert [point["hidden"] for point in asked("--by", "sector")] == ["not_certified"] * 2
    assert asked()[0]["denominator"] == 414
    page = Client().get(PAGE)
    assert "it has not been shown that nobody can be recognised" in page.content.decode()


def test_a_table_too_large_for_intervals_is_checked_by_sums_and_told_as_a_whole_alone(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the sums alone do not give away is no certificate: of its parts nothing is told."""
    monkeypatch.setattr(observations, "MOST_CELLS", 10)
    assert set(seen()) == {(None, None, "passed"), (None, None, "pupils")}
    assert ProtectedTable.objects.get().standing == "rank-checked"
    out = StringIO()
    with pytest.raises(Refused):
        call_command("certify", "together", "--json", stdout=out)
    (line,) = json.loads(out.getvalue())
    assert (line["standing"], line["certified"]) == ("rank-checked", False)


def test_more_events_than_people_are_protected_apart(together: Initiative) -> None:
    """Then there is nobody without the event, and a small number of events is hidden all the same."""
    Observation.objects.filter(place__code="C", group_set__key="sector:jewish").update(
        numerator=150
    )
    told = seen()
    assert told[None, None, "passed"] == 279
    assert ("N", "arab", "passed") not in told
    low, high = worked_out(without_failures(told), "N", "arab")
    assert high - low >= 5
    assert ProtectedTable.objects.get().standing == "certified"


def without_failures(told: dict[Cell, float]) -> dict[Cell, float]:
    """Those who passed alone: of the others nothing can be said."""
    return {cell: value for cell, value in told.items() if cell[2] == "passed"}


def test_the_command_says_what_is_certified(together: Initiative) -> None:
    out = StringIO()
    call_command("certify", "together", "--json", stdout=out)
    (line,) = json.loads(out.getvalue())
    assert (line["indicator"], line["period"], line["certified"]) == ("M5", "2016", True)
    assert line["primary"] == 1
    assert line["complementary"] >= 3

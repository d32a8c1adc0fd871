"""Ready Together, the illustrative workbook, gives every figure that it was written to give."""

import csv
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import shidra
from shidra.core.causal import Link, path_strengths
from shidra.core.figures import Row, Table, by_group, by_period, disparity, figure
from shidra.core.missing import OTHER_LINES, Allocation, Factor, Need, cover, lines

FOLDER = Path(shidra.__file__).parent / "exchange" / "ready_together"
LANGUAGES = ("he", "ar", "en")
TODAY = "2026-11-22"  # the day of the example
YEARS = {"2026", "2027", "2028"}
DIMENSIONS = ("population", "gender", "support")
OFEK_TOWNS = {"7000", "1061", "1034"}

MONEY = {  # thousands: need, then what each funder allocated, as the reference table has them
    "backbone": (7200, {"ALUMOT": 4500, "NEGEV": 1800}),
    "measurement": (3000, {"ALUMOT": 900, "NEGEV": 300, "NITZAN": 600}),
    "learning": (1800, {"ALUMOT": 600, "NEGEV": 600}),
    "community": (1500, {"NEGEV": 600}),
    "F1": (2400, {"TWELVE": 1900}),
    "F2": (9600, {"ALUMOT": 2400, "NEGEV": 1000}),
    "F3": (6000, {"EDUC": 4000, "TWELVE": 1600}),
    "F4": (8400, {"EDUC": 7000}),
    "F5": (3600, {"EDUC": 2400, "TWELVE": 1200}),
    "F6": (5400, {"OFEK": 3900, "NITZAN": 1100, "TWELVE": 1100}),
    "F7": (4800, {"NEGEV": 1800, "OFEK": 1500, "TWELVE": 900}),
    "F8": (6600, {"ALUMOT": 1500, "NEGEV": 600}),
    "F9": (5400, {"ALUMOT": 2100, "EDUC": 1600, "TWELVE": 1100}),
    "F10": (3000, {"NEGEV": 300}),
    "F11": (1800, {"NEGEV": 500, "NITZAN": 100}),
    "F12": (900, {}),
}


def table(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def listed(text):
    return frozenset(filter(None, (text or "").split("|")))


def agorot(amount, rate=""):
    exact = Decimal(amount) * Decimal(rate or 1) * 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


COMMITMENTS = {row["code"]: row for row in table("commitments")}
PARENTS = {row["code"]: row["parent"] or None for row in table("places")}
LOCALITIES = {row["code"] for row in table("places") if row["kind"] == "locality"}


def needs():
    return [
        Need(
            row["line"],
            int(row["year"]),
            agorot(row["amount"]),
            row["place"] or None,
            listed(row["groups"]),
        )
        for row in table("needs")
    ]


def allocation(row):
    rate = COMMITMENTS[row["commitment"]]["rate"]
    return Allocation(
        row["line"],
        int(row["year"]),
        agorot(row["amount"], rate),
        row["place"] or None,
        listed(row["groups"]),
    )


@pytest.fixture(scope="module")
def missing():
    """What is missing, by line, in the order of the list."""
    rows = table("factors")
    strengths = path_strengths(
        [
            Link(row["source"], row["target"], int(row["strength"]), row["status"] == "refuted")
            for row in table("links")
        ],
        [row["code"] for row in rows if row["kind"] == "outcome"],
        codes=[row["code"] for row in rows],
    )
    found = lines(
        [
            Factor(
                row["code"],
                int(row["importance"]),
                bool(row["owner"]),
                strengths[row["code"]].strength,
                strengths[row["code"]].path,
            )
            for row in rows
        ],
        needs(),
        [allocation(row) for row in table("allocations")],
        parents=PARENTS,
        priorities={
            f"{row['dimension']}:{row['code']}": float(row["priority"]) for row in table("groups")
        },
    )
    return {line.factor: line for line in found}


def observations(indicator):
    rows = [row for row in table("observations") if row["indicator"] == indicator]
    counted = ("numerator", "denominator", "value", "n")
    return Table(
        [
            Row(
                row["period"],
                row["place"] or None,
                frozenset(f"{d}:{row[d]}" for d in DIMENSIONS if row[d]),
                *(float(row[name]) if row[name] else None for name in counted),
            )
            for row in rows
        ],
        PARENTS,
    )


def test_it_commits_49_500_of_71_400_and_misses_22_600(missing):
    thousand = 100_000

    def total(name):
        return sum(getattr(line, name) for line in missing.values()) / thousand

    assert total("need") == 71_400
    assert total("committed") == 49_500
    assert total("gap") == 21_900
    assert total("missing") == 22_600
    assert total("overlap") == 700


def test_it_overlaps_on_language_only_and_all_of_it_is_ofeks_money_in_its_towns(missing):
    assert [code for code, line in missing.items() if line.overlap] == ["F6"]
    rows = table("allocations")
    answer = cover(needs(), [allocation(row) for row in rows], PARENTS)
    unused = Counter()
    for row, used in zip(rows, answer.used, strict=True):
        unused[row["commitment"], row["place"]] += allocation(row).amount - used
    assert {key: amount for key, amount in unused.items() if amount} == {
        ("C-OFEK", "7000"): 70_000_000
    }


@pytest.mark.parametrize(("line", "expected"), MONEY.items())
def test_it_holds_each_row_of_the_money_table(missing, line, expected):
    need, by_funder = expected
    given = Counter()
    for row in table("allocations"):
        if row["line"] == line:
            given[COMMITMENTS[row["commitment"]]["funder"]] += allocation(row).amount
    assert {funder: amount / 100_000 for funder, amount in given.items()} == by_funder
    assert missing[line].need == need * 100_000
    assert missing[line].gap == (need - sum(by_funder.values())) * 100_000


def test_it_gives_the_reference_scores(missing):
    scores = {code: round(line.score, 2) for code, line in missing.items() if line.is_factor}
    assert {code: scores[code] for code in ("F2", "F10", "F8", "F12", "F6")} == {
        "F2": 4.78,
        "F10": 3.89,
        "F8": 3.57,
        "F12": 0.93,
        "F6": 0,
    }
    assert list(missing)[:3] == ["F2", "F10", "F8"]
    assert max(score for code, score in scores.items() if code not in {"F2", "F10", "F8"}) < 1
    assert list(missing)[-5:] == ["O", *OTHER_LINES]


def test_it_shows_the_terms_of_the_reference_scores(missing):
    terms = {
        code: (
            line.importance,
            round(line.shortfall, 3),
            round(line.path_strength, 3),
            round(line.equity_multiplier, 2),
            line.actionability,
        )
        for code, line in missing.items()
        if code in {"F2", "F10", "F8", "F12"}
    }
    assert terms == {
        "F2": (5, 0.646, 1.0, 1.48, 1),
        "F10": (4, 0.9, 0.667, 1.62, 1),
        "F8": (4, 0.682, 1.0, 1.31, 1),
        "F12": (3, 1.0, 0.444, 1.4, 0.5),
    }
    assert missing["F10"].path == ("F10", "F3", "F6", "O")
    assert missing["F8"].path == ("F8", "F4", "F6", "O")


def test_it_splits_each_need_into_equal_years(missing):
    by_year = defaultdict(Counter)
    for need in needs():
        by_year[need.line][need.year] += need.amount
    for line, (total, _) in MONEY.items():
        a_year = total // 3 * 100_000
        assert by_year[line][2026] == by_year[line][2027] == a_year
        assert by_year[line][2028] == total * 100_000 - 2 * a_year


def test_it_leaves_a_disparity_almost_unmoved_while_the_average_rises():
    readiness = observations("I1")
    assert [round(100 * point.value, 1) for point in by_period(readiness)] == [58.0, 60.2]
    shown = {}
    for period in readiness.periods:
        split = by_group(readiness, period, "population")
        assert split.remainder is None
        groups = {next(iter(p.groups)): round(100 * p.value) for p in split.groups}
        apart = disparity(split.groups, "population")
        assert (apart.highest, apart.lowest) == ("population:jewish", "population:bedouin")
        shown[period] = ([*groups.values()], round(100 * apart.value))
    assert shown == {  # arab, bedouin, druze, haredi, jewish
        "2024/25": ([55, 41, 62, 63, 72], 31),
        "2025/26": ([58, 44, 63, 64, 74], 30),
    }


@pytest.mark.parametrize(
    ("indicator", "base", "latest"),
    [
        ("I2", 61, 62),
        ("I3", 70, 71),
        ("I4", 74, 78),
        ("I5", 38, 36),
        ("I6", 19, 21),
        ("I7", 81, 83),
        ("I8", 46, 51),
        ("I9", 31, 29),
        ("I10", 52, 55),
        ("I12", 54, 57),
    ],
)
def test_it_moves_each_share_as_the_reference_does(indicator, base, latest):
    points = by_period(observations(indicator))
    assert [round(100 * point.value, 1) for point in points] == [base, latest]


def test_it_counts_localities_with_a_unit_and_supervised_places_for_bedouin_toddlers():
    assert [point.value for point in by_period(observations("I11"))] == [3, 7]
    places = by_period(observations("I6"), groups=frozenset({"population:bedouin"}))
    assert [round(100 * point.value) for point in places] == [9, 10]


def test_it_holds_a_count_too_small_to_show_and_its_complement():
    table_of_readiness = observations("I1")
    child = {"support:disability"}
    girls = figure(table_of_readiness, "2025/26", "0502", frozenset({*child, "gender:girl"}))
    boys = figure(table_of_readiness, "2025/26", "0502", frozenset({*child, "gender:boy"}))
    assert girls.n == 6
    assert boys.n == 15
    whole = figure(table_of_readiness, "2025/26", "0502")
    assert whole.denominator == 330, "splits of one town are never added to one another"


def test_it_sets_a_target_for_every_indicator():
    targets = {row["indicator"]: row["value"] for row in table("targets") if not row["population"]}
    assert targets == dict(
        zip(
            (f"I{number}" for number in range(1, 13)),
            ["80", "78", "82", "92", "75", "40", "92", "75", "18", "70", "12", "90"],
            strict=True,
        )
    )


def test_it_has_received_all_but_1_300_of_what_was_due():
    due, paid = Counter(), Counter()
    for row in table("instalments"):
        commitment = COMMITMENTS[row["commitment"]]
        amount = agorot(row["amount"], commitment["rate"]) / 100_000
        due[commitment["funder"]] += amount if row["due_on"] <= TODAY else 0
        paid[commitment["funder"]] += amount if row["paid_on"] else 0
    funders = ["ALUMOT", "NEGEV", "OFEK", "NITZAN", "EDUC", "TWELVE"]
    assert [due[funder] for funder in funders] == [4000, 2500, 1800, 900, 5000, 2600]
    assert [paid[funder] for funder in funders] == [4000, 2500, 1800, 900, 4200, 2100]
    assert sum(due.values()) - sum(paid.values()) == 1300


def test_it_keeps_the_rules_of_money():
    allocated, instalments = Counter(), Counter()
    for row in table("instalments"):
        instalments[row["commitment"]] += Decimal(row["amount"])
    for row in table("allocations"):
        commitment = COMMITMENTS[row["commitment"]]
        allocated[row["commitment"]] += Decimal(row["amount"])
        assert row["line"] in listed(commitment["lines"]) or not commitment["lines"]
        assert row["place"] in listed(commitment["places"]) or not commitment["places"]
        assert row["year"] in YEARS
    free = {}
    for code, commitment in COMMITMENTS.items():
        assert instalments[code] == Decimal(commitment["amount"])
        free[code] = Decimal(commitment["amount"]) - allocated[code]
        assert commitment["signed_on"]
    assert {code: amount for code, amount in free.items() if amount} == {"C-ALUMOT-2": 3_600_000}
    assert listed(COMMITMENTS["C-OFEK"]["places"]) == OFEK_TOWNS
    assert (COMMITMENTS["C-OFEK"]["amount"], COMMITMENTS["C-OFEK"]["rate"]) == ("1500000", "3.6")


def test_it_never_allocates_a_year_before_its_money_arrives():
    for code in COMMITMENTS:
        for year in sorted(YEARS):
            came = sum(
                Decimal(row["amount"])
                for row in table("instalments")
                if row["commitment"] == code and row["due_on"][:4] <= year
            )
            went = sum(
                Decimal(row["amount"])
                for row in table("allocations")
                if row["commitment"] == code and row["year"] <= year
            )
            assert went <= came, (code, year)


def test_it_has_a_cell_for_the_plan_wherever_most_is_missing():
    wanted = {(row["line"], row["people_kind"]) for row in table("needs") if row["people"]}
    options = {(row["factor"], row["people_kind"]) for row in table("options")}
    assert {factor for factor, _ in options & wanted} >= {"F2", "F8", "F10", "F4", "F11"}


def test_it_has_an_owner_for_every_factor_but_the_rules_of_subsidy():
    assert [row["code"] for row in table("factors") if not row["owner"]] == ["F12"]


def test_it_names_25_partners_beside_the_backbone_and_those_who_only_fund():
    only_fund = {"ALUMOT", "NEGEV", "OFEK", "TWELVE"}
    partners = [
        row["code"] for row in table("organisations") if row["code"] not in only_fund | {"GESHER"}
    ]
    assert len(partners) == 25
    assert set(partners) <= {row["partner"] for row in table("promises")}
    assert {row["sector"] for row in table("organisations")} == {
        "government",
        "local_authority",
        "philanthropy",
        "ngo",
        "business",
        "academia",
        "health",
        "community",
    }


def test_it_has_three_programmes_for_language_in_lod():
    in_lod = [
        row["organisation"]
        for row in table("activities")
        if "F6" in listed(row["factors"]) and "7000" in listed(row["places"])
    ]
    assert sorted(in_lod) == ["HORIM", "SFAT", "SHAHAR"]


def test_it_counts_11_630_children_in_12_localities():
    cohorts = [int(row["cohort"]) for row in table("places") if row["cohort"]]
    assert len(cohorts) == len(LOCALITIES) == 12
    assert sum(cohorts) == 11_630
    readiness = figure(observations("I1"), "2025/26")
    assert readiness.denominator == 11_630


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.csv")))
def test_it_says_everything_in_three_languages(name):
    rows = table(name)
    assert rows
    texts = {column[:-3] for column in rows[0] if column[-3:] in {"_he", "_ar", "_en"}}
    letters = {"he": "[א-ת]", "ar": "[\u0621-\u064a]", "en": "[A-Za-z]"}
    for number, row in enumerate(rows, start=2):
        for text in texts:
            cells = {language: row[f"{text}_{language}"] for language in LANGUAGES}
            if any(cells.values()):
                for language, cell in cells.items():
                    assert re.search(letters[language], cell), (name, number, text, language)
                    assert cell == cell.strip()
            else:
                assert not text.startswith(("name", "text", "finding", "description", "result"))


def test_it_says_in_every_language_that_it_is_illustrative():
    [row] = table("initiative")
    assert "לדוגמה" in row["problem_he"]
    assert "للتوضيح" in row["problem_ar"]
    assert "illustrative" in row["problem_en"]

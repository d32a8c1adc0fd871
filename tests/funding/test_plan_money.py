"""What of a commitment is free in which year."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from shidra.funding.analysis.plan_money import Purse, free_money


def purse(amount, starts, ends, *, allocated=None, instalments=()):
    return Purse(
        "C",
        Fraction(amount),
        date.fromisoformat(starts),
        date.fromisoformat(ends),
        allocated={y: Fraction(a) for y, a in (allocated or {}).items()},
        instalments=[(date.fromisoformat(d), Fraction(a)) for d, a in instalments],
    )


def test_it_spreads_money_over_the_days_it_runs():
    money = purse(1096, "2026-01-01", "2028-12-31")  # 365 + 365 + 366 days
    assert free_money(money, [2026, 2027, 2028]) == {2026: 365, 2027: 365, 2028: 366}


def test_it_follows_instalments_where_they_are_agreed():
    money = purse(
        900, "2026-01-01", "2028-12-31", instalments=[("2026-05-01", 600), ("2028-02-01", 300)]
    )
    assert free_money(money, [2026, 2027, 2028]) == {2026: 600, 2027: 0, 2028: 300}


def test_it_takes_off_what_is_allocated():
    money = purse(
        900,
        "2026-01-01",
        "2027-12-31",
        instalments=[("2026-05-01", 600), ("2027-02-01", 300)],
        allocated={2026: 500},
    )
    assert free_money(money, [2026, 2027]) == {2026: 100, 2027: 300}


def test_it_never_spends_what_a_later_year_has_promised():
    money = purse(
        600,
        "2026-01-01",
        "2027-12-31",
        instalments=[("2026-05-01", 500), ("2027-02-01", 100)],
        allocated={2027: 400},
    )
    # 500 are there in 2026, but 2027 needs 300 of them.
    assert free_money(money, [2026, 2027]) == {2026: 200, 2027: 0}


def test_money_of_years_before_the_first_need_joins_that_year():
    money = purse(
        300,
        "2025-01-01",
        "2027-12-31",
        instalments=[("2025-05-01", 100), ("2026-05-01", 100), ("2027-05-01", 100)],
    )
    assert free_money(money, [2026, 2027]) == {2026: 200, 2027: 100}


def test_nothing_is_free_outside_its_life():
    money = purse(100, "2025-01-01", "2025-12-31")
    assert free_money(money, [2026]) == {}


def test_what_was_given_twice_leaves_nothing():
    money = purse(100, "2026-01-01", "2026-12-31", allocated={2026: 250})
    assert free_money(money, [2026]) == {2026: 0}


amounts = st.dictionaries(st.integers(2026, 2029), st.integers(0, 1000), max_size=4)


@given(amounts, amounts)
def test_what_is_free_can_be_spent_in_any_order_without_breaking_a_promise(dues, allocated):
    money = purse(
        sum(dues.values()),
        "2026-01-01",
        "2029-12-31",
        instalments=[(f"{year}-06-01", amount) for year, amount in dues.items()],
        allocated=allocated,
    )
    if not dues:
        return
    free = free_money(money, range(2026, 2030))
    assert all(amount >= 0 for amount in free.values())
    come = gone = spent = 0
    short = {}
    for year in range(2026, 2030):
        come += dues.get(year, 0)
        gone += allocated.get(year, 0)
        spent += free[year]
        short[year] = come - gone - spent
    # Where the ledger alone can be paid, paying the free money as well never makes it short.
    ledger = [short[y] + sum(free[x] for x in range(2026, y + 1)) for y in short]
    if min(ledger) >= 0:
        assert min(short.values()) >= 0

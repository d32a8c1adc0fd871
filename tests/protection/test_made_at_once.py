"""Two readers at once, a killed process, a full disk: a table is made whole, once, or not at all."""

import pytest
from django.db import OperationalError
from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import certified
from shidra.protection import actions
from shidra.protection.models import ProtectedTable
from tests.exchange.test_at_once import ON_POSTGRES, at_once
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.test_rungs import rules
from tests.protection.test_the_exit import PAGE, together

__all__ = ["together"]  # a fixture


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_eight_first_readers_make_one_table(together: Initiative) -> None:
    answers: list[set[tuple[str, str, str]]] = []
    at_once(*[lambda: answers.append(set(figures_on(Client().get(PAGE, {"place": "N"}))))] * 8)
    assert len(answers) == 8
    assert all(each == answers[0] for each in answers)
    assert ProtectedTable.objects.count() == 1


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_first_readers_of_three_rules_make_three_tables_one_inside_the_other(
    together: Initiative,
) -> None:
    actions.set_rules(
        initiative=together, rules=rules(visitors=40, partners=10, funders=4), by=SYSTEM, reason=""
    )
    people = {who: signed_in(who, together) for who in ("visitor", "partner_editor", "funder")}
    told: dict[str, set[tuple[str, str, str]]] = {}

    def reads(who: str):
        return lambda: told.update({who: set(figures_on(people[who].get(PAGE, {"place": "N"})))})

    at_once(*map(reads, people))
    assert ProtectedTable.objects.count() == 3
    assert told["visitor"] <= told["partner_editor"] <= told["funder"]


@pytest.mark.django_db
def test_whoever_falls_half_way_leaves_no_table_of_a_ladder(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.set_rules(
        initiative=together, rules=rules(visitors=40, partners=10, funders=4), by=SYSTEM, reason=""
    )
    real, made = actions.protected_table, []

    def falls_at_the_second(*given, **named):
        made.append(given)
        if len(made) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(actions, "protected_table", falls_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        Client().get(PAGE)
    assert not ProtectedTable.objects.exists()
    monkeypatch.setattr(actions, "protected_table", real)
    assert Client().get(PAGE).status_code == 200
    assert ProtectedTable.objects.count() == 3


@pytest.mark.django_db
def test_on_a_full_disk_the_page_stands_and_tells_nothing(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told must be remembered; where it cannot be, it is not told. Then all goes on."""
    told = figures_on(Client().get(PAGE, {"place": "N"}))
    ProtectedTable.objects.all().delete()

    def full(**_row: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(ProtectedTable.objects, "create", full)
    page = Client().get(PAGE, {"place": "N"})
    assert page.status_code == 200
    assert not [key for key in figures_on(page) if key[0] in {"numerator", "denominator"}]
    with pytest.raises(OperationalError):  # whoever asks for tables hears of it
        certified(Access(together, frozenset(), SYSTEM))
    monkeypatch.undo()
    assert figures_on(Client().get(PAGE, {"place": "N"})) == told

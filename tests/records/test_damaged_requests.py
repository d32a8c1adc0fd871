"""What no browser sends and somebody may: it is refused in words, and nothing breaks."""

import pytest

from shidra.network.models import Promise
from tests.personas import signed_in
from tests.records.browsing import Desk, number_of


@pytest.fixture
def desk(ready_together):
    return Desk(signed_in("backbone", ready_together), ready_together)


@pytest.mark.parametrize("opened", ['{"text_he":"\\ud800"}', "[" * 200_000, "{", "[]"])
def test_without_what_a_form_began_from_nothing_is_saved_over_another(desk, opened):
    path = f"promises/{number_of(Promise.objects.get(code='PR01').initiative, 'promises', 'PR01')}/"
    sent = desk.open(path) | {"cell-leader": "נועה"}
    page = desk.post(path, sent | {"opened": opened})
    assert "record-wrong" in desk.say(page)
    assert 'value="נועה"' in desk.say(page)
    assert Promise.objects.get(code="PR01").leader != "נועה"
    again = page.context["page"].opened
    desk.post(path, sent | {"opened": again}, status=302)
    assert Promise.objects.get(code="PR01").leader == "נועה"


def test_nor_is_it_where_the_form_says_nothing_of_it(desk):
    path = f"promises/{number_of(Promise.objects.get(code='PR01').initiative, 'promises', 'PR01')}/"
    sent = desk.open(path) | {"cell-leader": "נועה"}
    del sent["opened"]
    desk.post(path, sent)
    assert Promise.objects.get(code="PR01").leader != "נועה"


@pytest.mark.parametrize("opened", ["", "{", "[]", '{"text_he": 5}'])
def test_nor_is_a_promise_kept_over_another_change(desk, ready_together, opened):
    address = f"/he/i/{ready_together.code}/promises/PR01/state/"
    page = desk.client.get(address)
    sent = {"state": "kept", "opened": opened, "reason": "נמסר", "due_on": "2027-01-01"}
    before = Promise.objects.get(code="PR01").state
    answer = desk.client.post(address, sent)
    assert (page.status_code, answer.status_code) == (200, 200)
    assert Promise.objects.get(code="PR01").state == before


@pytest.mark.parametrize(
    "path",
    [
        "promises/add/?like=" + "9" * 5000,
        "needs/?year=" + "9" * 5000,
        "needs/?year=" + "9" * 50,
        "promises/?page=" + "9" * 5000,
    ],
)
def test_numbers_may_be_too_long_to_read(desk, path):
    assert desk.get(path).status_code == 200


def test_a_cell_too_long_for_any_text_is_told_of_where_it_stands(desk):
    rows = "code\tpartner\tkind\ttext_he\nPR94\tSFAT\tdata\t" + "א" * 200_000 + "\n"
    page = desk.post("promises/paste/", {"rows": rows, "act": "save"}).context["page"]
    assert [found.column for found in page.rejections[0].found] == ["text_he"]
    assert not Promise.objects.filter(code="PR94").exists()

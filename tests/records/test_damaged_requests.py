"""What no browser sends and somebody may: it is refused in words, and nothing breaks."""

import pytest

from shidra.network.models import Promise
from tests.personas import signed_in
from tests.records.browsing import Desk, number_of


@pytest.fixture
def desk(ready_together):
    return Desk(signed_in("backbone", ready_together), ready_together)


@pytest.mark.parametrize("opened", ['{"text_he":"\\ud800"}', "[" * 200_000, "{", "[]"])
def test_what_a_form_began_from_may_be_unreadable(desk, opened):
    path = f"promises/{number_of(Promise.objects.get(code='PR01').initiative, 'promises', 'PR01')}/"
    answer = desk.client.post(desk.at + path, desk.open(path) | {"opened": opened})
    assert answer.status_code == 302
    assert Promise.objects.get(code="PR01").organisation.code == "EDUC"


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

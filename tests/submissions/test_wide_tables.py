"""A partner's own wide table: a column for each group, indicator or period, matched once."""

import pytest

from shidra.i18n.isolates import strip
from shidra.submissions.models import ColumnMapping, Submission
from shidra.submissions.queries.matching import header_key
from tests.submissions.partners import Partner, asked_for, book
from tests.submissions.test_own_columns import match


@pytest.fixture
def partner(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710", since="2020/21")
    asked_for(ready_together, "LA2710", "I4", "2710", since="2020/21")
    return Partner.of(ready_together, "LA2710")


def told(made):
    return sorted(
        (
            each.indicator.code,
            each.period,
            each.group_set.key if each.group_set else "",
            each.numerator,
            each.denominator,
            each.value,
        )
        for each in made.figures.all()
    )


def test_a_column_for_each_group_is_matched_once_and_remembered(ready_together, partner):
    rows = [
        ["תקופה", "יישוב", "בנות מונה", "בנות מכנה", "בנים מונה", "בנים מכנה", "ת״ז"],
        ["2025/26", "2710", 350, 600, 340, 650, "012345678"],
    ]
    address = partner.upload(book(rows), "רחב.xlsx")
    answer = partner.client.get(address)
    # However sure the names are: the first time somebody says so.
    assert (answer.status_code, answer.url) == (302, f"{address}columns/")
    page = partner.client.get(f"{address}columns/")
    assert page.context["wide"] == "gender"
    assert match(partner, address, column__indicator="=", fixed__indicator="I1").status_code == 302
    look = partner.client.get(address)
    assert look.context["page"].rejections == ()
    assert len(look.context["page"].lines) == 2

    later = [rows[0], ["2024/25", "2710", 310, 600, 300, 650, "012345678"]]
    made = partner.hand_in(book(later), "שוב.xlsx")
    assert told(made) == [
        ("I1", "2024/25", "gender:boy", 300, 650, None),
        ("I1", "2024/25", "gender:girl", 310, 600, None),
    ]
    assert {each.row for each in made.figures.all()} == {2}
    assert "012345678" not in str(list(made.figures.values()))
    assert ColumnMapping.objects.count() == 1


def test_a_column_for_each_indicator_leaves_empty_cells_out(ready_together, partner):
    rows = [
        ["תקופה", "יישוב", "I1", "I4"],
        ["2025/26", "2710", 56, ""],
        ["2024/25", "2710", 55, 48],
    ]
    address = partner.upload(book(rows))
    assert partner.client.get(f"{address}columns/").context["wide"] == "indicator"
    match(partner, address)
    made = partner.hand_in(book(rows))
    assert [each[:2] for each in told(made)] == [
        ("I1", "2024/25"),
        ("I1", "2025/26"),
        ("I4", "2024/25"),
    ]


def test_a_file_with_one_more_year_is_of_the_same_kind(ready_together, partner):
    rows = [["מדד", "יישוב", "תשפ״ד", "תשפ״ה"], ["I1", "2710", 54, 55]]
    address = partner.upload(book(rows))
    assert partner.client.get(f"{address}columns/").context["wide"] == "period"
    match(partner, address)
    grown = [[*rows[0], "תשפ״ו"], [*rows[1], 56]]
    made = partner.hand_in(book(grown))
    assert [each[1] for each in told(made)] == ["2023/24", "2024/25", "2025/26"]
    assert header_key(rows[0]) == header_key(grown[0]) != header_key(["מדד", "יישוב"])


def test_what_is_wrong_is_told_by_its_row_and_its_own_column(ready_together, partner):
    rows = [
        ["תקופה", "יישוב", "בנות מונה", "בנות מכנה", "בנים מונה", "בנים מכנה"],
        ["2025/26", "2710", 350, 600, "הרבה", 650],
        ["2024/25", "2710", 700, 600, 340, 650],
    ]
    address = partner.upload(book(rows))
    match(partner, address, column__indicator="=", fixed__indicator="I1")
    page = partner.client.get(address).context
    (wrong,) = page["page"].rejections
    assert (wrong.row.strip("\u2066\u2069"), str(wrong.column), wrong.value) == (
        "2",
        "בנים מונה",
        "הרבה",
    )
    above = [each for each, _field in page["asked"] if each.value == "700"]
    assert [(each.row.strip("\u2066\u2069"), str(each.column)) for each in above][:1] == [
        ("3", "בנות מונה")
    ]
    sent = {field.html_name: "כי כך" for _each, field in page["asked"]}
    partner.client.post(address, {"act": "submit"} | sent)
    made = Submission.objects.get()
    asked = {each.group_set.key: each.questions for each in made.figures.filter(period="2024/25")}
    assert [each["answer"] for each in asked["gender:girl"]]
    assert all(each["problem"] != "numerator_above_denominator" for each in asked["gender:boy"])


def test_names_that_tell_nothing_are_matched_by_hand(ready_together, partner):
    rows = [["תקופה", "יישוב", "קבוצה א", "הכול"], ["2025/26", "2710", 56, 55]]
    address = partner.upload(book(rows))
    page = partner.client.get(f"{address}columns/?wide=gender")
    assert page.context["wide"] == "gender"
    form = page.context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    by_name = {name: number for number, name in enumerate(form.spread_columns)}
    sent |= {"column-indicator": "=", "fixed-indicator": "I1", "column-place": "יישוב"}
    for name, code in (("קבוצה א", "girl"), ("הכול", "*")):
        sent |= {f"spread-{by_name[name]}": code, f"holds-{by_name[name]}": "value"}
    response = partner.client.post(f"{address}columns/?wide=gender", sent)
    assert response.status_code == 302
    page = partner.client.get(response.url, follow=True)
    assert page.context["page"].rejections == ()
    assert {strip(line.whom) for line in page.context["page"].lines} == {"", "בנות"}
    # What was chosen to be none of them any more is read as one figure a row again.
    assert partner.client.get(f"{address}columns/?wide=-").context["wide"] == "-"


def test_a_column_is_not_matched_twice(ready_together, partner):
    rows = [["תקופה", "יישוב", "בנות", "בנים"], ["2025/26", "2710", 56, 54]]
    address = partner.upload(book(rows))
    answer = match(
        partner,
        address,
        column__indicator="=",
        fixed__indicator="I1",
        column__value="בנות",
    )
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()

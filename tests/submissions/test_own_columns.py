"""A partner's own columns and words are matched once and remembered; pasted rows and typed numbers too."""

import io

import openpyxl
import pytest

from shidra.submissions.models import ColumnMapping, Submission
from tests.submissions.partners import Partner, asked_for, book, keeper, stored

ODD = [
    ["שורה", "איפה", "מתי", "כמה עמדו", "מתוך כמה", "ת״ז של המזכירה"],
    [1, "העיר שלנו", "תשפ״ו", 700, 1250, "012345678"],
]


@pytest.fixture
def partner(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710")
    asked_for(ready_together, "LA2710", "I4", "2710")
    return Partner.of(ready_together, "LA2710")


def match(partner, address, **chosen):
    columns = f"{address}columns/"
    page = partner.client.get(columns)
    assert page.status_code == 200
    form = page.context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    return partner.client.post(columns, sent | {k.replace("__", "-"): v for k, v in chosen.items()})


def test_columns_with_names_of_ones_own_are_matched_once(ready_together, partner):
    address = partner.upload(book(ODD), "שלנו.xlsx")
    asked = partner.client.get(address)
    assert (asked.status_code, asked.url) == (302, f"{address}columns/")
    chosen = {
        "column__indicator": "=",
        "fixed__indicator": "I1",
        "column__period": "מתי",
        "column__place": "איפה",
        "column__numerator": "כמה עמדו",
        "column__denominator": "מתוך כמה",
    }
    assert match(partner, address, **chosen).status_code == 302
    look = partner.client.get(address)
    assert look.context["unknown"]
    words = partner.client.get(f"{address}columns/").context["form"].words
    assert words == [("place", "העיר שלנו")]
    match(partner, address, word__0="2710")
    look = partner.client.get(address)
    assert (look.context["page"].rejections, len(look.context["page"].lines)) == ((), 1)

    # Next year nobody is asked again.
    later = [ODD[0], [1, "העיר שלנו", "2024/25", 640, 1250, "012345678"]]
    made = partner.hand_in(book(later), "שוב.xlsx")
    assert made.figures.get().numerator == 640
    assert ColumnMapping.objects.count() == 1
    # What was not matched is kept nowhere.
    assert "012345678" not in str(list(Submission.objects.values()))
    assert "012345678" not in str(list(made.figures.values()))


def test_nothing_is_read_in_a_way_that_cannot_be(partner):
    address = partner.upload(book(ODD))
    answer = match(partner, address, column__numerator="כמה עמדו")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    twice = {"column__period": "מתי", "column__place": "מתי", "column__numerator": "כמה עמדו"}
    answer = match(partner, address, column__indicator="=", fixed__indicator="I1", **twice)
    assert answer.context["form"].non_field_errors()


def test_rows_are_pasted_from_a_spreadsheet(ready_together, partner):
    rows = "المؤشر\tالسنة\tالبلدة\tالبسط\tالمقام\nI1\t2025/26\t2710\t٧٠٠\t1250\n"
    response = partner.client.post(f"{partner.at}hand-in/", {"rows": rows})
    answer = partner.client.post(response.url, {"act": "submit"})
    made = Submission.objects.get()
    assert answer.status_code == 302
    assert (made.kind, made.status, made.figures.get().numerator) == ("paste", "submitted", 700)


def test_the_few_numbers_that_are_due_are_typed(ready_together, partner):
    page = partner.client.get(f"{partner.at}numbers/")
    keys = [line.key for line, _fields in page.context["form"].lines()]
    assert len(keys) == 2
    first = page.context["form"].owed[0]
    sent = {f"{first.key}-numerator": "700", f"{first.key}-denominator": "1250"}
    response = partner.client.post(f"{partner.at}numbers/", sent)
    assert response.status_code == 302
    partner.client.post(response.url, {"act": "submit"})
    made = Submission.objects.get()
    assert made.kind == "form"
    assert made.figures.get().indicator.code == first.indicator
    assert len(partner.client.get(f"{partner.at}numbers/").context["form"].owed) == 1
    empty = partner.client.post(f"{partner.at}numbers/", {})
    assert empty.context["form"].non_field_errors()


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_template_comes_back_filled_in(ready_together, language):
    asked_for(ready_together, "LA2710", "I1", "2710")
    partner = Partner.of(ready_together, "LA2710", language)
    file = b"".join(partner.client.get(f"{partner.at}template/").streaming_content)
    book_of = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book_of.worksheets[0]
    assert bool(sheet.sheet_view.rightToLeft) is (language != "en")
    assert sheet.data_validations.count >= 4
    lists = book_of["lists"]
    assert lists.sheet_state == "hidden"
    # Only its measures and its places, and what is due stands there already.
    assert [lists.cell(1, at).value is None for at in (1, 3)] == [False, False]
    assert [lists.cell(2, at).value for at in (1, 3)] == [None, None]
    header = [cell.value for cell in sheet[1]]
    numerator = header.index(
        next(each for each in header if each in {"מונה", "البسط", "Numerator"})
    )
    assert [cell.value for cell in sheet[2]][1] == "2025/26"
    sheet.cell(2, numerator + 1, 700)
    sheet.cell(2, numerator + 2, 1250)
    filled = io.BytesIO()
    book_of.save(filled)
    made = partner.hand_in(filled.getvalue(), "figures.xlsx")
    assert made.left_out == []
    assert (made.figures.get().numerator, made.figures.get().place.code) == (700, "2710")


def test_formulas_in_words_are_harmless(ready_together, partner):
    rows = [
        ["מדד", "תקופה", "מקום", "מונה", "מכנה", "הערות"],
        ["I1", "2025/26", "2710", 700, 1250, '\'=HYPERLINK("http://x")'],
    ]
    made = partner.hand_in(book(rows))
    assert partner.client.get(f"{partner.root}{made.number}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("scan.pdf", b"%PDF-1.7 something", "PDF"),
        ("empty.csv", b"\n\n", "אין דבר"),
        ("zeros.csv", b"a,b\0\n1,2", "טבלה"),
        ("broken.xlsx", b"PK\x03\x04 no spreadsheet", ""),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(partner, name, content, told):
    answer = partner.client.get(partner.upload(content, name), follow=True)
    assert answer.redirect_chain[-1][0].endswith("/hand-in/")
    said = [str(each) for each in answer.context["messages"]]
    assert len(said) == 1
    assert told in said[0]


def test_questions_ask_and_do_not_block(ready_together, partner):
    lead = keeper(ready_together)
    rows = [
        ["מדד", "תקופה", "מקום", "מונה", "מכנה", "ערך"],
        ["I1", "2023/24", "2710", 400, 1250, ""],
    ]
    first = partner.hand_in(book(rows))
    lead.move(first, "validated")
    partner.move(first, "confirmed")
    rows[1:] = [
        ["I1", "2024/25", "2710", 1000, 1250, ""],  # a jump of 48 points
        ["I1", "2022/23", "2710", "", "", "0.4"],  # a share where a percentage is meant
        ["I1", "2026/27", "2710", 700, 1250, "80"],  # not over, and the value differs
        ["I1", "2021", "2710", 700, 1250, ""],  # a calendar year
    ]
    page = partner.look(book(rows)).context["page"]
    assert page.rejections == ()
    # Each row is asked about, one of them for two reasons and two more for what follows the jump.
    assert {each.row.strip("\u2066\u2069") for each in page.questions} == {"2", "3", "4", "5"}
    assert "0.4" in {each.value for each in page.questions}
    assert len(page.lines) == 4
    made = partner.hand_in(book(rows))
    assert made.status == "submitted"
    assert stored(ready_together, "I1", "2023/24", "2710").numerator == 400

"""The editor of a partner takes in her own file, with ten kinds of errors, in Arabic, unaided."""

import re
from html import unescape

import pytest

from shidra.measurement.models import Observation
from shidra.submissions.models import Submission
from tests.submissions.partners import Partner, asked_for, book, keeper, stored

HEADER = ["تقرير السنة", "المؤشر", "السنة الدراسية", "البلدة", "البسط", "المقام", "ملاحظات"]
READY = "نسبة الأطفال الجاهزين للمدرسة عند دخول الصف الأول"


def name_of(initiative, code):
    return initiative.indicators.get(code=code).name.shown("ar")


@pytest.fixture
def umm_al_fahm(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710", since="2025/26")
    return ready_together


def rows_with_errors(initiative):
    ready = name_of(initiative, "I1")
    good = ["", ready, "2025/26", "أم الفحم", 700, 1250, "من المدارس"]

    def but(**cells):
        return [cells.get(name, cell) for name, cell in zip(HEADER, good, strict=True)]

    return [
        HEADER,
        good,
        but(المؤشر="الجهوزيّة التي لا يعرفها أحد"),  # 3 a measure that nobody knows
        but(**{"السنة الدراسية": "السنة الماضية"}),  # 4 no period
        but(**{"السنة الدراسية": "2024/25", "البلدة": "القدس"}),  # 5 no such place
        but(**{"السنة الدراسية": "2024/25", "البسط": "سبعمئة"}),  # 6 no number
        but(**{"السنة الدراسية": "2024/25", "البسط": -5}),  # 7 below nothing
        but(**{"السنة الدراسية": "2024/25", "البسط": "9" * 18}),  # 8 more than can be
        but(**{"السنة الدراسية": "2024/25", "البسط": None}),  # 9 no numerator
        but(**{"السنة الدراسية": "2024/25", "البسط": "=700+1"}),  # 10 a formula
        but(),  # 11 says the same as row 2
        but(**{"السنة الدراسية": "2024/25", "البلدة": "سخنين"}),  # 12 another partner's place
        but(**{"السنة الدراسية": "2023-2024", "البسط": "٦٨٠"}),  # 13 holds: digits as people write
    ]


def said(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_each_error_is_told_in_arabic_by_row_and_column_and_the_good_rows_are_kept(umm_al_fahm):
    partner = Partner.of(umm_al_fahm, "LA2710", "ar")
    page = partner.client.get(partner.upload(book(rows_with_errors(umm_al_fahm)), "تقريرنا.xlsx"))

    found = page.context["page"]
    by_row = {each.row.strip("\u2066\u2069"): each for each in found.rejections}
    assert set(by_row) == {str(number) for number in range(3, 13)}
    columns = {row: str(each.column) for row, each in by_row.items()}
    assert columns["3"] == "المؤشر"
    assert columns["4"] == "السنة الدراسية"
    assert columns["5"] == columns["12"] == "البلدة"
    assert {columns[row] for row in ("6", "7", "8", "9", "10")} == {"البسط"}
    # Each with its value in the words of the file, and what would be accepted, in Arabic.
    assert by_row["5"].value == "القدس"
    assert by_row["6"].value == "سبعمئة"
    for each in by_row.values():
        assert re.search(r"[\u0600-\u06ff]", each.message), each
        assert re.search(r"[\u0600-\u06ff]", each.accepted), each
        assert not re.search(r"[A-Za-z]{3}", each.message + each.accepted), each
    assert name_of(umm_al_fahm, "I1") in said(str(by_row["3"].accepted))
    assert len(found.lines) == 2


def test_what_holds_goes_all_the_way_while_the_rest_is_mended(umm_al_fahm):
    partner, lead = Partner.of(umm_al_fahm, "LA2710", "ar"), keeper(umm_al_fahm)
    before = stored(umm_al_fahm, "I1", "2025/26", "2710")
    submission = partner.hand_in(book(rows_with_errors(umm_al_fahm)), "تقريرنا.xlsx")

    assert submission.status == "submitted"
    assert submission.figures.count() == 2
    assert len({each["row"] for each in submission.left_out}) == 10
    assert stored(umm_al_fahm, "I1", "2025/26", "2710") == before
    lead.move(submission, "validated")
    partner.move(submission, "confirmed")

    now = stored(umm_al_fahm, "I1", "2025/26", "2710")
    assert (now.numerator, now.denominator) == (700, 1250)
    assert stored(umm_al_fahm, "I1", "2023/24", "2710").numerator == 680
    page = said(partner.client.get(f"{partner.root}{submission.number}/").content.decode())
    assert submission.sha256 in page
    assert [each.after for each in submission.steps.all()] == [
        "draft",
        "submitted",
        "validated",
        "confirmed",
    ]


def test_the_mended_file_takes_the_place_of_its_draft(umm_al_fahm):
    partner, rows = Partner.of(umm_al_fahm, "LA2710", "ar"), rows_with_errors(umm_al_fahm)
    draft = partner.hand_in(book(rows), act="draft")
    assert draft.status == "draft"
    mended = partner.hand_in(book([rows[0], rows[1], rows[-1]]), into=f"?into={draft.number}")

    assert mended == draft
    assert (mended.status, mended.left_out) == ("submitted", [])
    assert Submission.objects.count() == 1


def test_sending_twice_hands_in_once(umm_al_fahm):
    partner, content = Partner.of(umm_al_fahm, "LA2710"), book(rows_with_errors(umm_al_fahm))
    first, second = partner.hand_in(content), partner.hand_in(content)
    assert first == second
    assert first.steps.count() == 2
    assert Observation.objects.filter(indicator__initiative=umm_al_fahm).exists()

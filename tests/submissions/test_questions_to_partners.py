"""What looks impossible is asked about: nothing is blocked, and the answer stands with the figure."""

import pytest

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import put_sheets
from shidra.submissions.models import Submission
from tests.exchange.test_stored import sheet_of
from tests.submissions.partners import Partner, asked_for, book, keeper, stored

HEADER = ["מדד", "תקופה", "מקום", "population", "gender", "מונה", "מכנה"]
WHY = "נספרו גם ילדים שעברו לעיר באמצע השנה"


@pytest.fixture
def partner(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710", since="2020/21")
    return Partner.of(ready_together, "LA2710")


@pytest.fixture
def lead(ready_together):
    return keeper(ready_together)


def above():
    return book([[*HEADER[:3], *HEADER[5:]], ["I1", "2025/26", "2710", 1300, 1250]])


def handed_in(partner, content, **answers):
    address = partner.upload(content)
    page = partner.client.get(address)
    sent = {one.html_name: answers.get("all", "") for _each, one in page.context["asked"]}
    response = partner.client.post(address, {"act": "submit"} | sent)
    assert response.status_code == 302
    return Submission.objects.latest("number")


def test_more_than_all_is_asked_about_and_its_answer_kept(ready_together, partner, lead):
    page = partner.look(above())
    assert page.context["page"].rejections == ()
    (question, field) = page.context["asked"][0]
    assert "המונה גדול מהמכנה" in question.message
    assert field.html_name in page.content.decode()

    made = handed_in(partner, above(), all=WHY)
    (said,) = made.figures.get().questions
    assert (said["problem"], said["answer"]) == ("numerator_above_denominator", WHY)
    # Who keeps the initiative reads it beside the figure, before and after it counts.
    assert WHY in lead.client.get(f"{lead.root}{made.number}/").content.decode()
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    assert stored(ready_together, "I1", "2025/26", "2710").reason == WHY
    assert WHY in lead.client.get(f"{lead.root}behind/I1/?period=2025/26").content.decode()


def test_who_answers_nothing_is_not_kept_from_handing_in(ready_together, partner, lead):
    made = handed_in(partner, above())
    assert made.status == "submitted"
    page = lead.client.get(f"{lead.root}{made.number}/").content.decode()
    assert "עדיין אין תשובה" in page
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    kept = stored(ready_together, "I1", "2025/26", "2710")
    assert (kept.numerator, bool(kept.reason)) == (1300, True)


def test_it_is_answered_later_too_until_it_counts(ready_together, partner, lead):
    made = handed_in(partner, above())
    at = f"{partner.root}{made.number}/"
    ((_question, field),) = partner.client.get(at).context["asked"]
    sent = {field.html_name: WHY}
    assert lead.client.post(f"{at}answers/", {}).status_code == 302
    assert partner.client.post(f"{at}answers/", sent).status_code == 302
    assert made.figures.get().questions[0]["answer"] == WHY
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    partner.client.post(f"{at}answers/", {field.html_name: "אחרת"})
    assert made.figures.get().questions[0]["answer"] == WHY
    assert not partner.client.get(at).context["asked"]


def test_the_same_file_sent_again_brings_its_answer(partner):
    file = above()  # written once: a workbook carries the second in which it was made
    first = handed_in(partner, file)
    assert handed_in(partner, file, all=WHY) == first
    assert first.figures.get().questions[0]["answer"] == WHY


def test_what_was_explained_is_loaded_again_as_it_was(ready_together, partner, lead):
    made = handed_in(partner, above(), all=WHY)
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    sheet = sheet_of("observations", ready_together, most=5000)
    again = put_sheets(initiative=ready_together, sheets=[sheet], by=SYSTEM)
    assert [each.message for each in again.rejections] == []
    assert not again.is_change
    told = [each.problem for table in again.tables for each in table.notices]
    assert "numerator_above_denominator" in told


def parts(partner, *rows):
    page = partner.look(book([HEADER, *rows]))
    assert page.context["page"].rejections == ()
    return [
        (each.row.strip("\u2066\u2069"), each.message) for each in page.context["page"].questions
    ]


def test_groups_above_their_whole_are_asked_about_in_crossings_too(partner):
    asked = parts(
        partner,
        ["I1", "2025/26", "2710", "arab", "", 500, 900],
        ["I1", "2025/26", "2710", "arab", "girl", 300, 450],
        ["I1", "2025/26", "2710", "arab", "boy", 201, 450],
    )
    assert [row for row, _message in asked] == ["3"]
    assert "501" in asked[0][1]
    assert "500" in asked[0][1]
    # As many as the whole are all of it, and nobody is asked.
    assert not parts(
        partner,
        ["I1", "2025/26", "2710", "arab", "", 501, 900],
        ["I1", "2025/26", "2710", "arab", "girl", 300, 450],
        ["I1", "2025/26", "2710", "arab", "boy", 201, 450],
    )


def test_a_whole_that_was_confirmed_before_is_held_against_new_parts(partner, lead):
    made = handed_in(partner, book([HEADER, ["I1", "2025/26", "2710", "", "", 500, 900]]))
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    asked = parts(partner, ["I1", "2025/26", "2710", "arab", "", 600, 900])
    assert len(asked) == 1
    assert "600" in asked[0][1]


def test_a_partner_learns_nothing_of_others_by_a_question(ready_together, lead):
    """Who keeps the initiative may compare with all that is stored; what comes of it stays there."""
    asked_for(ready_together, "LA2710", "I1", "2710", since="2020/21")
    partner = Partner.of(ready_together, "LA2710")
    assert stored(ready_together, "I1", "2024/25", "2710", "population:arab")
    own = Partner(lead.client, ready_together, "LA2710")
    rows = [HEADER, ["I1", "2025/26", "2710", "arab", "", 1, 1250]]
    made = handed_in(own, book(rows))
    raw = [each for each in made.figures.get().questions if each["is_raw"]]
    assert raw
    for_lead = lead.client.get(f"{lead.root}{made.number}/").context
    for_partner = partner.client.get(f"{partner.root}{made.number}/").context
    assert len(for_lead["asked"]) == len(for_partner["asked"]) + len(raw)
    assert len(for_partner["page"].lines[0].asked) == len(for_partner["asked"])


def test_answers_of_an_address_of_somebody_else_are_nobodys(ready_together, partner):
    made = handed_in(partner, above())
    other = Partner.of(ready_together, "NABTA")
    ready_together.organisations.get(code="LA2710").affiliations.all().delete()
    assert other.client.post(f"{partner.root}{made.number}/answers/", {}).status_code == 404

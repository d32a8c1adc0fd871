"""A correction stands beside what it corrects; both are kept, and each figure leads to its file."""

import re
from html import unescape

import pytest

from shidra.audit.models import SYSTEM
from shidra.releases.actions import publish_period
from shidra.submissions.actions import mark_published
from shidra.submissions.models import Submission
from tests.submissions.partners import Partner, asked_for, book, keeper, stored

HEADER = ["מדד", "שנת לימודים", "יישוב", "מונה", "מכנה"]


def figures(numerator, where="אום אל-פחם"):
    return book(
        [HEADER, ["I1", "תשפ״ו", where, numerator, 1250], ["I1", "2024/25", where, 690, 1250]]
    )


@pytest.fixture
def partner(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710")
    return Partner.of(ready_together, "LA2710")


@pytest.fixture
def lead(ready_together):
    return keeper(ready_together)


def confirmed(partner, lead, content):
    made = partner.hand_in(content, "דוח.xlsx")
    lead.move(made, "validated")
    partner.move(made, "confirmed")
    return made


def said(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def said_whole(response):
    return response.content.decode()


def test_old_and_new_stand_side_by_side_before_and_after(ready_together, partner, lead):
    first = confirmed(partner, lead, figures(700))
    look = partner.look(figures(730)).context["page"]
    changed = [each for each in look.lines if each.is_changed]
    assert look.corrects
    assert len(changed) == 1
    assert ("700" in changed[0].before_sides, "730" in changed[0].now_sides) == (True, True)

    second = partner.hand_in(figures(730), "תיקון.xlsx")
    assert stored(ready_together, "I1", "2025/26", "2710").numerator == 700
    page = partner.client.get(f"{partner.root}{second.number}/").context["page"]
    assert page.has_before
    lead.move(second, "validated")
    partner.move(second, "confirmed")

    assert stored(ready_together, "I1", "2025/26", "2710").numerator == 730
    first.refresh_from_db()
    assert first.status == "corrected"
    assert second.replaces == first
    # Both stay readable, each with its own figures.
    old = said(partner.client.get(f"{partner.root}{first.number}/"))
    new = partner.client.get(f"{partner.root}{second.number}/").context["page"]
    assert "תיקון.xlsx" in old
    assert first.figures.get(period="2025/26").numerator == 700
    assert [each.is_changed for each in new.lines].count(True) == 1


def test_the_partner_sees_only_its_own_earlier_figures(ready_together, partner, lead):
    """What the backbone loaded may lie below the threshold: a partner could probe for it."""
    other = stored(ready_together, "I1", "2025/26", "2710") or stored(
        ready_together, "I1", "2024/25", "2710", "population:arab"
    )
    assert other is not None
    look = partner.look(figures(700)).context["page"]
    assert not any(each.before for each in look.lines)
    assert not look.corrects
    submission = partner.hand_in(figures(700))
    assert not partner.client.get(f"{partner.root}{submission.number}/").context["page"].has_before


def test_the_first_file_may_come_again_after_it_was_corrected(partner, lead):
    first = confirmed(partner, lead, figures(700))
    confirmed(partner, lead, figures(730))
    third = partner.hand_in(figures(700))
    assert third != first
    assert Submission.objects.count() == 3


def test_a_figure_leads_back_to_file_row_person_and_definition(ready_together, partner, lead):
    made = confirmed(partner, lead, figures(700))
    page = lead.client.get(f"{lead.root}behind/I1/?period=2025/26")
    (line,) = [each for each in page.context["lines"] if each.href]
    assert line.href.endswith(f"/{made.number}/")
    assert (line.file, line.row.strip("\u2066\u2069")) == ("דוח.xlsx", "2")
    assert line.person == "partner_editor"
    assert "1" in line.definition
    assert lead.client.get(line.href).status_code == 200
    assert lead.client.get(line.history).status_code == 200
    # Whoever changes it in the records afterwards is behind it, no longer the file.
    stored(ready_together, "I1", "2025/26", "2710").__class__.objects.filter(
        place__code="2710", period="2025/26", group_set=None, indicator__code="I1"
    ).update(numerator=701)
    page = lead.client.get(f"{lead.root}behind/I1/?period=2025/26")
    assert not [each for each in page.context["lines"] if each.href]


def test_a_partner_opens_the_way_back_of_its_own_figures_alone(ready_together, partner, lead):
    made = confirmed(partner, lead, figures(700))
    assert f"{partner.root}behind/I1/" in said_whole(
        partner.client.get(f"{partner.root}{made.number}/")
    )
    lines = partner.client.get(f"{partner.root}behind/I1/").context["lines"]
    assert [(each.file, each.href) for each in lines] == [
        ("דוח.xlsx", f"{partner.root}{made.number}/")
    ] * 2
    assert all(each.definition and each.person and not each.history for each in lines)
    assert len(lead.client.get(f"{lead.root}behind/I1/").context["lines"]) > len(lines)
    # What somebody wrote in the records since is not told to the partner, nor that it differs.
    stored(ready_together, "I1", "2025/26", "2710").__class__.objects.filter(
        place__code="2710", period="2025/26", group_set=None, indicator__code="I1"
    ).update(numerator=701)
    again = partner.client.get(f"{partner.root}behind/I1/").context["lines"]
    assert [each.sides for each in again] == [each.sides for each in lines]
    ready_together.organisations.get(code="LA2710").affiliations.all().delete()
    assert partner.client.get(f"{partner.root}behind/I1/").status_code == 404


def test_it_is_published_once_all_of_its_periods_are(ready_together, partner, lead):
    made = confirmed(partner, lead, figures(700))
    assert mark_published(initiative=ready_together, periods=["2025/26"], by=SYSTEM) == 0
    done = mark_published(initiative=ready_together, periods=["2024/25", "2025/26"], by=SYSTEM)
    made.refresh_from_db()
    assert (done, made.status) == (1, "published")


def test_publishing_a_period_publishes_what_was_confirmed_of_it(ready_together, partner, lead):
    rows = [HEADER, ["I1", "2025/26", "2710", 700, 1250]]
    made = confirmed(partner, lead, book(rows))
    waiting = partner.hand_in(book([HEADER, ["I1", "2025/26", "2710", 705, 1250]]))
    publish_period(initiative=ready_together, period="2025/26", note="", by=SYSTEM)
    made.refresh_from_db()
    waiting.refresh_from_db()
    assert (made.status, waiting.status) == ("published", "submitted")
    # Published or not, a correction takes its place, and it stays readable.
    lead.move(waiting, "validated")
    partner.move(waiting, "confirmed")
    made.refresh_from_db()
    assert made.status == "corrected"

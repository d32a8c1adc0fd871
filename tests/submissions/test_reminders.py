"""Who keeps the initiative reminds late partners: by letter, once a day, in the reader's language."""

import pytest

from shidra.audit.models import Record
from shidra.notifications.actions import wishes_of
from shidra.notifications.models import Letter, Preferences
from tests.personas import person
from tests.submissions.partners import Partner, asked_for, book, keeper

ROWS = [["מדד", "תקופה", "מקום", "מונה", "מכנה"], ["I1", "2025/26", "2710", 700, 1250]]


@pytest.fixture
def late(ready_together, monkeypatch):
    monkeypatch.setattr("shidra.notifications.actions.making.mail_is_set_up", lambda: True)
    asked_for(ready_together, "LA2710", "I1", "2710")
    partner = Partner.of(ready_together, "LA2710")
    someone = person("partner_editor", ready_together)
    someone.is_demo = False
    someone.save()
    wishes = wishes_of(someone)
    wishes.language = "ar"
    wishes.save()
    return partner


def remind(initiative, **sent):
    lead = keeper(initiative)
    return lead.client.post(f"{lead.root}remind/", sent, follow=True)


def test_a_late_partner_gets_one_letter_a_day_in_its_language(ready_together, late):
    page = keeper(ready_together).client.get(f"{late.root}").content.decode()
    assert page.count("/figures/remind/") == 2
    remind(ready_together, partner="LA2710")
    letter = Letter.objects.get(key__startswith="figures/")
    assert letter.language == "ar"
    assert "متأخّر" in letter.text or "متأخر" in letter.text
    assert f"/ar/i/{ready_together.code}/figures/of/LA2710/" in letter.text
    remind(ready_together)
    assert Letter.objects.filter(key__startswith="figures/").count() == 1
    assert Record.objects.filter(action="remind of figures", subject="LA2710").count() == 1


def test_nobody_is_reminded_of_what_was_handed_in(ready_together, late):
    late.hand_in(book(ROWS))
    remind(ready_together)
    assert not Letter.objects.filter(key__startswith="figures/").exists()


def test_who_wishes_for_no_letters_gets_none(ready_together, late):
    Preferences.objects.update(how_often=Preferences.HowOften.NEVER)
    remind(ready_together)
    assert not Letter.objects.filter(key__startswith="figures/").exists()
    assert not Record.objects.filter(action="remind of figures").exists()


def test_a_partner_reminds_nobody(ready_together, late):
    assert late.client.post(f"{late.root}remind/", {}).status_code in {403, 404}
    assert not Letter.objects.filter(key__startswith="figures/").exists()

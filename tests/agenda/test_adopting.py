"""One version counts; another outcome needs a decision with a reason; the old one stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shidra.agenda.actions import NotYet, adopt_agenda
from shidra.agenda.models import AgendaVersion
from shidra.agenda.queries import Obstacle
from shidra.audit.actions import Row, Touched
from shidra.audit.models import Record
from shidra.i18n.text import Text
from shidra.initiatives.actions import put_initiative
from shidra.initiatives.models import Initiative
from tests.agenda.people import MICHAL, adopted, at, draft, in_consultation
from tests.agenda.test_consulting import say

TODAY = timezone.localdate


def adopt(backbone, together, version, **form):
    form = {
        "on": TODAY().isoformat(),
        "decided_by_en": "The team",
        "edition": version.edition,
    } | form
    return backbone.post(at(together, f"{version.number}/adopt/"), form, follow=True)


def test_it_is_adopted_and_the_initiative_says_the_same(backbone, together):
    version = in_consultation(together, days=0)
    adopt(backbone, together, version)
    version.refresh_from_db()
    together.refresh_from_db()
    assert version.status == "adopted"
    assert together.result.words("en") == "Every child is ready"
    assert together.principles.words("en").startswith("Equity")
    assert Record.objects.filter(action="adopt agenda", initiative="together").count() == 1
    assert Record.objects.filter(action__startswith="put initiatives.initiative").exists()


def test_adopting_twice_changes_nothing(backbone, together):
    version = in_consultation(together, days=0)
    for _press in range(2):
        adopt(backbone, together, version)
    assert Record.objects.filter(action="adopt agenda").count() == 1


def test_a_draft_is_adopted_only_after_it_was_open_for_comments(backbone, together):
    version = draft(together)
    page = adopt(backbone, together, version).content.decode()
    assert "It has not been open for comments yet." in page
    assert AgendaVersion.objects.get().status == "draft"


def test_no_comment_stays_without_an_answer(backbone, together, partner):
    version = in_consultation(together, days=0)
    say(partner, together)
    page = adopt(backbone, together, version).content.decode()
    assert "There are comments without an answer." in page
    assert AgendaVersion.objects.get().status == "consultation"


def test_cutting_the_consultation_short_needs_a_reason(backbone, together):
    version = in_consultation(together, days=5)
    adopt(backbone, together, version)
    assert AgendaVersion.objects.get().status == "consultation"
    adopt(backbone, together, version, reason_en="The budget closes tomorrow")
    kept = AgendaVersion.objects.get()
    assert kept.status == "adopted"
    assert kept.reason.words("en") == "The budget closes tomorrow"


def test_another_outcome_needs_a_reason_and_stands_beside_the_old(backbone, together, visitor):
    adopted(together)
    version = in_consultation(together, days=0, result=Text.of(en="Every child and parent"))
    adopt(backbone, together, version)
    assert AgendaVersion.objects.get(number=2).status == "consultation"
    adopt(backbone, together, version, reason_en="Parents asked for it")
    first, second = AgendaVersion.objects.order_by("number")
    assert (first.status, second.status) == ("superseded", "adopted")
    page = visitor.get(at(together))
    (difference,) = page.context["page"].outcome_before
    assert difference.code == "result"
    text = page.content.decode()
    assert "Parents asked for it" in text
    assert "<del>" in text
    assert "Every child is ready" in visitor.get(at(together, "1/")).content.decode()
    assert Record.objects.get(action="adopt agenda", subject="agenda 2").reason == (
        "Parents asked for it"
    )


def test_another_outcome_names_who_decided(backbone, together):
    adopted(together)
    version = in_consultation(together, days=0, result=Text.of(en="Every child and parent"))
    adopt(backbone, together, version, reason_en="Parents asked for it", decided_by_en="")
    assert AgendaVersion.objects.get(number=2).status == "consultation"
    with pytest.raises(NotYet) as not_yet:
        adopt_agenda(
            version=version,
            on=TODAY(),
            edition=version.edition,
            by=MICHAL,
            reason=Text.of(en="Parents asked for it"),
        )
    assert not_yet.value.obstacles == {Obstacle.NO_DECISION}


def test_other_words_with_the_same_outcome_need_no_reason(backbone, together):
    adopted(together)
    version = in_consultation(together, days=0, scope=Text.of(en="To seven"))
    adopt(backbone, together, version)
    assert AgendaVersion.objects.get(number=2).status == "adopted"


def test_it_is_adopted_neither_tomorrow_nor_before_the_one_in_force(backbone, together):
    adopted(together)
    version = in_consultation(together, days=0)
    for days in (1, -1):
        adopt(backbone, together, version, on=(TODAY() + timedelta(days=days)).isoformat())
    assert AgendaVersion.objects.get(number=2).status == "consultation"


def test_it_does_not_adopt_another_text_than_was_read(backbone, together):
    version = in_consultation(together, days=0)
    version.edition -= 1
    page = adopt(backbone, together, version).content.decode()
    assert "Somebody has changed the draft just now" in page
    assert AgendaVersion.objects.get().status == "consultation"


def test_an_agenda_without_a_result_is_none(backbone, together):
    version = in_consultation(together, days=0, result=Text())
    assert "It says no result." in adopt(backbone, together, version).content.decode()


def test_only_the_backbone_adopts(together, partner):
    version = in_consultation(together, days=0)
    assert partner.get(at(together, "1/adopt/")).status_code == 404
    assert adopt(partner, together, version).status_code == 404
    assert AgendaVersion.objects.get().status == "consultation"


def test_a_load_of_other_words_does_not_change_what_was_agreed(backbone, together, visitor):
    adopted(together)
    put_initiative(
        row=Row(Initiative(code=together.code, result=Text.of(en="Something cheaper"))),
        touched=Touched(("result",)),
        by=MICHAL,
    )
    page = visitor.get(at(together)).content.decode()
    assert "differs from the adopted agenda" in page
    assert "Every child is ready" in page
    overview = visitor.get(f"/en/i/{together.code}/").content.decode()
    assert "differs from the adopted agenda" in overview
    backbone.post(at(together, "put-back/"))
    together.refresh_from_db()
    assert together.result.words("en") == "Every child is ready"
    assert "differs from the adopted agenda" not in visitor.get(at(together)).content.decode()
    records = Record.objects.filter(action="put agreed words back")
    backbone.post(at(together, "put-back/"))
    assert records.count() == 1


def test_no_way_around_the_form_adopts_another_outcome_without_a_reason(together):
    adopted(together)
    version = in_consultation(together, days=0, result=Text.of(en="Every child and parent"))
    with pytest.raises(NotYet) as not_yet:
        adopt_agenda(
            version=version,
            on=TODAY(),
            edition=version.edition,
            by=MICHAL,
            decided_by=Text.of(en="The leading team"),
        )
    assert not_yet.value.obstacles == {Obstacle.NO_REASON}

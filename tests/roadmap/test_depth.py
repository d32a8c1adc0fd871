"""What stands under a factor: the context sheet, voices with consent, the talk, freshness."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.initiatives.models import Initiative
from shidra.network.models import Affiliation, Stewardship
from shidra.notifications.actions import follow
from shidra.roadmap.models import ContextSheet, EvidenceItem, TalkEntry, Voice
from tests.roadmap.people import at, change, member, said

TODAY = timezone.localdate
FACTOR = at("factors/F1/")
CONTEXT = at("factors/F1/context/")


def opened(client, **written):
    form = client.get(CONTEXT).context["form"]
    return dict(form.opened) | {name: form[name].value() for name in form.fields} | written


class TestContext:
    def test_it_is_written_layer_by_layer_and_read_by_all(self, together, backbone, visitor):
        backbone.post(CONTEXT, opened(backbone, event="Long waits", belief="It has always been so"))
        page = said(visitor.get(FACTOR))
        for words in ("What happens", "Long waits", "What is taken for granted"):
            assert words in page
        assert "What repeats" not in page
        assert Record.objects.filter(action="put roadmap.contextsheet").count() == 1

    def test_only_who_keeps_the_map_writes_it(self, together, partner, resident, visitor):
        for client in (partner, resident, visitor):
            assert client.post(CONTEXT, {"event": "x"}).status_code in {302, 404}
        assert not ContextSheet.objects.exists()

    def test_two_people_write_two_layers_and_both_stay(self, together, backbone):
        other = member(together, "Dana", "data_lead")
        mine, theirs = opened(backbone, event="Long waits"), opened(other, pattern="Every winter")
        other.post(CONTEXT, theirs)
        backbone.post(CONTEXT, mine)
        sheet = ContextSheet.objects.get()
        assert (sheet.event.words("en"), sheet.pattern.words("en")) == (
            "Long waits",
            "Every winter",
        )

    def test_two_people_write_the_same_layer_and_nothing_is_lost(self, together, backbone):
        other = member(together, "Dana", "data_lead")
        mine, theirs = opened(backbone, event="mine"), opened(other, event="theirs")
        other.post(CONTEXT, theirs)
        answer = backbone.post(CONTEXT, mine)
        page = said(answer)
        assert "Somebody else wrote here meanwhile" in page
        assert "theirs" in page
        assert "mine" in page
        assert ContextSheet.objects.get().event.words("en") == "theirs"
        form = answer.context["form"]
        again = dict(form.opened) | {name: form[name].value() for name in form.fields}
        backbone.post(CONTEXT, again | {"event": "theirs and mine"})
        assert ContextSheet.objects.get().event.words("en") == "theirs and mine"

    def test_one_language_leaves_the_others(self, together, backbone):
        backbone.post(CONTEXT, opened(backbone, event="Long waits"))
        hebrew = CONTEXT.replace("/en/", "/he/")
        form = backbone.get(hebrew).context["form"]
        backbone.post(hebrew, dict(form.opened) | {"event": "המתנה ארוכה"})
        text = ContextSheet.objects.get().event
        assert (text.words("en"), text.words("he")) == ("Long waits", "המתנה ארוכה")


def bring(client, **more):
    form = {
        "words": "We waited nine months",
        "described_as": "mother of two, Haifa",
        "consent": "written",
        "consent_on": TODAY().isoformat(),
        "visibility": "public",
        "agreed": "on",
        "token": "one",
    }
    return client.post(at("factors/F1/voices/"), form | more, follow=True)


class TestVoices:
    def test_it_waits_until_the_backbone_has_read_it(self, together, resident, backbone, visitor):
        bring(resident)
        assert "We waited" not in said(visitor.get(FACTOR))
        assert "We waited" in said(resident.get(FACTOR))  # who brought it sees that it waits
        assert "We waited" in said(backbone.get(FACTOR))
        backbone.post(at(f"voices/{Voice.objects.get().pk}/"), {"decision": "show"})
        page = said(visitor.get(FACTOR))
        assert "We waited nine months" in page
        assert "mother of two, Haifa" in page
        assert "Hana" not in page

    @pytest.mark.parametrize("left_out", ["agreed", "consent", "consent_on", "described_as"])
    def test_without_consent_nothing_is_kept(self, together, resident, left_out):
        bring(resident, **{left_out: ""})
        assert not Voice.objects.exists()

    def test_consent_to_partners_is_no_consent_to_everybody(
        self, together, resident, backbone, partner, visitor
    ):
        bring(resident, visibility="partners")
        backbone.post(at(f"voices/{Voice.objects.get().pk}/"), {"decision": "show"})
        assert "We waited" in said(partner.get(FACTOR))
        assert "We waited" not in said(visitor.get(FACTOR))

    def test_who_brought_it_has_it_forgotten_and_no_trail_keeps_it(
        self, together, resident, backbone
    ):
        bring(resident)
        voice = Voice.objects.get()
        backbone.post(at(f"voices/{voice.pk}/"), {"decision": "show"})
        resident.post(at(f"voices/{voice.pk}/"), {"decision": "withdraw"})
        voice.refresh_from_db()
        assert (voice.state, bool(voice.words), bool(voice.described_as)) == (
            "withdrawn",
            False,
            False,
        )
        assert "We waited" not in said(backbone.get(FACTOR))
        kept = [
            str(record.detail) + str([c.after for c in record.changes.all()])
            for record in Record.objects.all()
        ]
        assert kept
        assert not any("We waited" in each or "Haifa" in each for each in kept)

    def test_others_do_not_decide(self, together, resident, partner, visitor):
        bring(resident)
        voice = Voice.objects.get()
        for client in (partner, visitor):
            answer = client.post(at(f"voices/{voice.pk}/"), {"decision": "show"})
            assert answer.status_code in {302, 404}
        resident.post(at(f"voices/{voice.pk}/"), {"decision": "show"})
        voice.refresh_from_db()
        assert voice.state == "waiting"

    def test_the_form_says_what_must_not_stand_in_it(self, together, resident):
        page = said(resident.get(at("factors/F1/voices/")))
        assert "Write no name" in page
        assert "nothing about a single child" in page


def talk(client, text="Transport is the point", **more):
    address = at("factors/F1/talk/")
    form = client.get(address).context["form"]
    sent = {"text": text, "token": form["token"].value(), "role": form["role"].value() or ""}
    return client.post(address, sent | more, follow=True)


class TestTalk:
    def test_each_entry_shows_the_role_it_speaks_from(self, together, resident, partner, visitor):
        talk(resident)
        talk(partner, "We see it too")
        page = said(partner.get(FACTOR))
        assert "community member" in page
        assert "partner editor" in page
        assert "Hana, mothers" in page
        assert "Transport is the point" not in said(visitor.get(FACTOR))

    def test_nobody_speaks_from_a_role_they_do_not_hold(self, together, resident):
        talk(resident, role="funder")
        assert not TalkEntry.objects.exists()

    def test_auditors_and_visitors_listen(self, together, auditor, visitor):
        for client in (auditor, visitor):
            sent = {"text": "hello", "token": "x", "role": "auditor"}
            assert client.post(at("factors/F1/talk/"), sent).status_code in {302, 404}
        assert not TalkEntry.objects.exists()

    def test_it_is_taken_out_of_sight_with_a_reason(self, together, resident, partner, backbone):
        talk(resident, "Somebody's name")
        entry = TalkEntry.objects.get()
        retire = at(f"talk/{entry.pk}/retire/")
        assert partner.post(retire, {"reason": "mine"}).status_code == 404
        backbone.post(retire, {"reason": "names a person"})
        assert "Somebody&#x27;s name" not in said(partner.get(FACTOR))
        page = said(backbone.get(FACTOR))
        assert "Somebody&#x27;s name" in page
        assert "names a person" in page

    def test_one_takes_back_what_one_said(self, together, resident):
        talk(resident)
        entry = TalkEntry.objects.get()
        resident.post(at(f"talk/{entry.pk}/retire/"), {"reason": "said too fast"})
        assert "Transport" not in said(resident.get(FACTOR))

    def test_who_follows_the_factor_hears_of_it(self, together, partner, resident):
        sami = User.objects.get(name="Sami")
        follow(person=sami, initiative="together", kind="factor", code="F1")
        talk(resident)
        assert "said something as community member" in said(partner.get("/en/mine/"))


class TestFreshness:
    def test_a_factor_that_nobody_looked_at_is_not_up_to_date(self, together, backbone):
        assert "not up to date" in said(backbone.get(FACTOR))
        backbone.post(at("factors/F1/reviewed/"))
        page = said(backbone.get(FACTOR))
        assert "not up to date" not in page
        assert "Michal" in page
        assert not together.roadmap_versions.filter(status="draft").exists()

    def test_after_how_many_days_is_a_setting(self, together, adopted, visitor):
        change(adopted, "F1", reviewed_on=TODAY() - timedelta(days=100))
        assert "not up to date" not in said(visitor.get(FACTOR))
        Initiative.objects.filter(pk=together.pk).update(stale_after_days=99)
        assert "not up to date" in said(visitor.get(FACTOR))

    def test_the_partner_that_answers_for_it_says_that_it_holds(self, together, partner):
        assert "Looked at today" not in said(partner.get(FACTOR))
        factor = together.factors.get(code="F1")
        own = Affiliation.objects.get(user__name="Sami").organisation
        duty = Stewardship.objects.create(factor=factor, organisation=own, kind="barrier_owner")
        assert partner.post(at("factors/F1/reviewed/")).status_code == 404
        duty.kind = Stewardship.Kind.OWNER
        duty.save()
        assert "Looked at today" in said(partner.get(FACTOR))
        assert partner.post(at("factors/F1/reviewed/")).status_code == 302
        factor.refresh_from_db()
        assert (factor.confirmed_on, factor.confirmed_by) == (TODAY(), "Sami")
        partner.get(FACTOR)  # the message that it is saved
        assert "Looked at today" not in said(partner.get(FACTOR))

    def test_nobody_else_says_that_it_holds(self, together, partner, resident):
        for client in (partner, resident):
            assert client.post(at("factors/F1/reviewed/")).status_code == 404
        assert not together.factors.filter(confirmed_on__isnull=False).exists()


class TestEvidence:
    def test_for_and_against_are_counted_and_told_apart(self, together, visitor):
        factor = together.factors.get(code="F1")
        for code, direction in (("E1", "supports"), ("E2", "contradicts"), ("E3", "supports")):
            EvidenceItem.objects.create(
                initiative=together,
                code=code,
                factor=factor,
                citation=f"study {code}",
                direction=direction,
                added_by="Dana",
                added_at=timezone.now(),
            )
        page = said(visitor.get(FACTOR))
        assert "2 support, 1 contradict, 0 say neither" in page
        assert "Dana" not in page

    def test_what_a_workbook_brings_keeps_who_and_when(self, ready_together):
        items = EvidenceItem.objects.filter(initiative=ready_together)
        assert items.exists()
        assert not items.filter(added_at__isnull=True).exists()


def test_the_page_asks_no_more_questions_however_much_stands_under_a_factor(
    together, backbone, resident, django_assert_max_num_queries
):
    def questions():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            backbone.get(FACTOR)
        return len(asked)

    bring(resident)
    talk(resident)
    backbone.get(FACTOR)
    few = questions()
    for number in range(6):
        bring(resident, token=f"more{number}")
        talk(resident, f"more {number}")
    assert questions() == few

"""The draft is opened to all: what they say stands by its clause, with its answer beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shidra.agenda.models import AgendaComment, AgendaVersion
from shidra.audit.models import Record
from tests.agenda.people import adopted, at, draft, in_consultation, member
from tests.personas import signed_in

TODAY = timezone.localdate


def say(client, together, text="Write: every child", clause="result", **more):
    address = at(together, f"1/comments/{clause}/")
    token = client.get(address).context["form"]["token"].value()
    return client.post(address, {"text": text, "token": token, **more}, follow=True)


def test_it_opens_until_a_day_and_everybody_reads_it(backbone, together, visitor):
    version = draft(together)
    until = TODAY() + timedelta(days=7)
    form = {"until": until.isoformat(), "edition": version.edition}
    backbone.post(at(together, "1/consultation/"), form)
    version.refresh_from_db()
    assert (version.status, version.consultation_until) == ("consultation", until)
    assert "Every child is ready" in visitor.get(at(together, "1/")).content.decode()


def test_it_does_not_open_into_the_past(backbone, together):
    version = draft(together)
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    answer = backbone.post(
        at(together, "1/consultation/"), {"until": yesterday, "edition": version.edition}
    )
    assert "This day is over" in answer.content.decode()
    assert AgendaVersion.objects.get().status == "draft"


def test_it_does_not_open_another_text_than_was_read(backbone, together):
    version = draft(together)
    form = {"until": TODAY().isoformat(), "edition": version.edition - 1}
    answer = backbone.post(at(together, "1/consultation/"), form, follow=True)
    assert "Somebody has changed the draft just now" in answer.content.decode()
    assert AgendaVersion.objects.get().status == "draft"


def test_a_resident_comments_and_is_answered_beside_it(backbone, together, resident):
    in_consultation(together)
    page = say(resident, together, "طفلي هو الرابع", passed_on_from="Mothers in Hura")
    assert "طفلي هو الرابع" in page.content.decode()
    comment = AgendaComment.objects.get()
    assert comment.text.words("ar") == "طفلي هو الرابع"
    assert comment.speaks_for.words("en") == "mothers"
    backbone.post(
        at(together, f"1/answers/{comment.pk}/"),
        {"answer": "taken_up", "reason_en": "You are right"},
    )
    page = resident.get(at(together, "1/")).content.decode()
    assert "You are right" in page
    assert "taken up" in page
    assert "Hana" in page
    assert "Mothers in Hura" in page


def test_a_comment_sent_twice_is_said_once(together, partner):
    in_consultation(together)
    address = at(together, "1/comments/problem/")
    token = partner.get(address).context["form"]["token"].value()
    for _press in range(2):
        partner.post(address, {"text": "More on fathers", "token": token})
    assert AgendaComment.objects.count() == 1
    assert Record.objects.filter(action="comment on agenda").count() == 1


def test_an_empty_comment_keeps_what_was_typed(together, partner):
    in_consultation(together)
    answer = say(partner, together, "", passed_on_from="Fathers in Lod")
    assert "Fathers in Lod" in answer.content.decode()
    assert not AgendaComment.objects.exists()


def test_nothing_is_taken_after_the_last_day(together, partner):
    version = in_consultation(together)
    address = at(together, "1/comments/problem/")
    token = partner.get(address).context["form"]["token"].value()
    version.consultation_until = TODAY() - timedelta(days=1)
    version.save()
    answer = partner.post(address, {"text": "Typed for an hour", "token": token})
    assert "No comments are taken any more" in answer.content.decode()
    assert "Typed for an hour" in answer.content.decode()
    assert not AgendaComment.objects.exists()


def test_visitors_read_what_was_answered_without_names_of_people(
    backbone, together, resident, visitor
):
    in_consultation(together)
    say(resident, together, "Not answered yet")
    say(resident, together, "Answered already", clause="problem")
    comment = AgendaComment.objects.get(clause="problem")
    backbone.post(
        at(together, f"1/answers/{comment.pk}/"), {"answer": "not_taken_up", "reason_en": "Not now"}
    )
    page = visitor.get(at(together, "1/")).content.decode()
    assert "Answered already" in page
    assert "Not now" in page
    assert "mothers" in page
    assert "Not answered yet" not in page
    assert "Hana" not in page
    assert "Michal" not in page


@pytest.mark.parametrize("who", ["visitor", "stranger", "anonymous", "auditor"])
def test_who_takes_no_part_cannot_comment(together, who):
    in_consultation(together)
    client = signed_in(who, together)
    assert client.get(at(together, "1/comments/result/")).status_code == 404
    assert client.post(at(together, "1/comments/result/"), {"text": "x"}).status_code == 404


def test_only_the_backbone_answers(together, partner):
    in_consultation(together)
    say(partner, together)
    comment = AgendaComment.objects.get()
    form = {"answer": "taken_up", "reason_en": "Myself"}
    assert partner.post(at(together, f"1/answers/{comment.pk}/"), form).status_code == 404
    assert AgendaComment.objects.get().answer == ""


def test_an_answer_can_be_bettered_until_adoption(backbone, together, partner):
    version = in_consultation(together, days=0)
    say(partner, together)
    comment = AgendaComment.objects.get()
    address = at(together, f"1/answers/{comment.pk}/")
    for reason in ("Yes", "Yes, in the result", "Yes, in the result"):
        backbone.post(address, {"answer": "taken_up", "reason_en": reason})
    assert Record.objects.filter(action="answer comment").count() == 2
    form = {"on": TODAY().isoformat(), "decided_by_en": "All", "edition": version.edition}
    backbone.post(at(together, "1/adopt/"), form)
    backbone.post(address, {"answer": "not_taken_up", "reason_en": "After all no"})
    comment.refresh_from_db()
    assert comment.answer == "taken_up"


def test_a_comment_about_an_older_text_says_so(backbone, together, partner):
    from tests.agenda.people import typed

    in_consultation(together)
    say(partner, together)
    backbone.post(at(together, "1/edit/"), typed(backbone, together, 1, result_en="Every child"))
    assert "said before the latest change" in partner.get(at(together, "1/")).content.decode()


def test_a_comment_of_another_initiative_is_absent(backbone, together):
    from tests.factories import make_initiative

    other = make_initiative("elsewhere")
    in_consultation(other)
    in_consultation(together)
    stranger = member(other, "Other", "backbone")
    say(stranger, other, "Secret words")
    comment = AgendaComment.objects.get()
    assert backbone.get(at(together, f"1/answers/{comment.pk}/")).status_code == 404


def test_a_comment_needs_a_clause_that_exists(together, partner):
    in_consultation(together)
    assert partner.get(at(together, "1/comments/weather/")).status_code == 404


def test_nobody_comments_on_what_is_adopted(together, partner):
    adopted(together)
    assert partner.get(at(together, "1/comments/result/")).status_code == 302

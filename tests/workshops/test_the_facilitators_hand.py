"""Nothing enters the map before the facilitator's hand, and everything says where it came from."""

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM, Change, Record
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.roadmap.actions import answer_doubt
from shidra.roadmap.models import (
    Answer,
    Doubt,
    EvidenceItem,
    FactorEntry,
    Link,
    RoadmapVersion,
)
from shidra.roadmap.queries import links_as_they_stand
from shidra.workshops.analysis import arrived
from shidra.workshops.models import Workshop
from tests.factories import make_factor, make_initiative
from tests.personas import signed_in
from tests.workshops.rooms import a_map, a_workshop, join, send, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative() -> Initiative:
    return a_map()


@pytest.fixture
def workshop(initiative: Initiative) -> Workshop:
    return a_workshop(initiative)


@pytest.fixture
def facilitator(initiative: Initiative) -> Client:
    return signed_in("backbone", initiative)


def address(workshop: Workshop, number: int | str = "") -> str:
    return f"/en/i/together/workshops/{workshop.pk}/" + (f"{number}/" if number else "")


def decide(client: Client, workshop: Workshop, number: int, act: str, **typed: object) -> object:
    return client.post(address(workshop, number), {"act": act, **typed})


def test_the_backbone_opens_a_workshop_and_reads_its_code(facilitator: Client) -> None:
    page = facilitator.get("/en/i/together/workshops/new/").content.decode()
    assert "מה עוזר, מה מפריע" in page  # the question is there in every language to begin with
    answer = facilitator.post(
        "/en/i/together/workshops/new/",
        {
            "title_en": "an evening",
            "question_ar": "ماذا ينقص؟",
            "ends_at": "2026-12-01T20:00",
            "shows_map": "on",
        },
    )
    made = Workshop.objects.get()
    assert answer["Location"] == address(made)
    assert (made.shows_map, made.shows_others) == (True, False)
    wall = facilitator.get(f"{address(made)}wall/").content.decode()
    assert f"{made.code[:4]} {made.code[4:]}" in wall
    assert "testserver/join" in wall
    assert '<svg class="qr-code"' in wall


@pytest.mark.parametrize("ends_at", ["", "2020-01-01T10:00", "2031-01-01T10:00", "tomorrow"])
def test_it_wants_to_know_until_when(facilitator: Client, ends_at: str) -> None:
    facilitator.post(
        "/en/i/together/workshops/new/",
        {"title_en": "t", "question_en": "q", "ends_at": ends_at},
    )
    assert not Workshop.objects.exists()


def test_a_factor_goes_into_the_draft_with_the_workshop_as_its_reason(
    workshop: Workshop, facilitator: Client
) -> None:
    send(join(workshop), workshop, words="الحافلة لا تصل")
    said = sent(workshop)[0]
    decide(
        facilitator,
        workshop,
        said.pk,
        "accept",
        name_ar="الحافلة لا تصل",
        name_he="אין אוטובוס",
        stage="2",
        note="three mothers said so",
    )
    draft = RoadmapVersion.objects.get(status="draft")
    entry = FactorEntry.objects.get(version=draft, factor__code="F3")
    assert (entry.name.words("he"), entry.stage) == ("אין אוטובוס", 2)
    assert not FactorEntry.objects.filter(version__status="adopted", factor__code="F3").exists()
    change = Change.objects.get(row=entry.pk, kind="added", model="roadmap.factorentry")
    assert change.record.actor_label == "backbone"
    assert change.record.reason == "From the workshop “an evening in Hura”: three mothers said so"
    said.refresh_from_db()
    assert (said.state, said.became) == ("accepted", "F3")


def test_the_phone_reads_what_became_of_it(workshop: Workshop, facilitator: Client) -> None:
    phone = join(workshop)
    send(phone, workshop, words="one")
    send(phone, workshop, words="two two")
    first, second = sent(workshop)
    decide(facilitator, workshop, first.pk, "accept", name_en="one", stage="1")
    decide(facilitator, workshop, second.pk, "aside", reason="we speak about it next time")
    page = phone.get(f"/en/w/{workshop.code}/").content.decode()
    assert "taken into the draft of the map" in page
    assert "we speak about it next time" in page


def test_a_link_waits_for_its_ends(workshop: Workshop, facilitator: Client) -> None:
    phone = join(workshop)
    send(phone, workshop)
    factor = sent(workshop)[0]
    send(phone, workshop, "link", source=f"s:{factor.pk}", target="f:F1", words="")
    link = sent(workshop)[1]
    decide(facilitator, workshop, link.pk, "accept", sign="-", strength="3")
    assert not Link.objects.filter(source__code="F3").exists()
    decide(facilitator, workshop, factor.pk, "accept", name_en="bus", stage="1")
    decide(facilitator, workshop, link.pk, "accept", sign="-", strength="3")
    made = Link.objects.get(version__status="draft", source__code="F3", target__code="F1")
    assert (made.sign, made.strength, made.status) == ("-", 3, "hypothesised")


def test_a_link_to_a_duplicate_leads_to_what_that_became(
    workshop: Workshop, facilitator: Client
) -> None:
    phone = join(workshop)
    send(phone, workshop, words="no bus in the afternoon")
    send(phone, workshop, words="in the afternoon no bus comes")
    first, second = sent(workshop)
    send(phone, workshop, "link", source=f"s:{second.pk}", target="f:O")
    decide(facilitator, workshop, first.pk, "accept", name_en="bus", stage="1", alike=[second.pk])
    decide(facilitator, workshop, sent(workshop)[2].pk, "accept", sign="+", strength="2")
    assert Link.objects.filter(source__code="F3", target__code="O").exists()
    assert sent(workshop)[1].state == "merged"


def test_a_doubt_contests_a_link_in_the_name_of_the_room(
    workshop: Workshop, facilitator: Client
) -> None:
    phone = join(workshop)
    send(phone, workshop, "doubt", about="l:F1>O", words="not without a bus", speaker="a mother")
    decide(facilitator, workshop, sent(workshop)[0].pk, "accept", words_en="not without a bus")
    doubt = Doubt.objects.get()
    assert (doubt.source.code, doubt.target.code, doubt.is_open) == ("F1", "O", True)
    assert doubt.text.words("en") == "not without a bus"
    assert "an evening in Hura" in doubt.passed_on_from
    assert doubt.passed_on_from.endswith("a mother")
    # What was adopted stays as it was, and no draft is opened; whoever reads it sees the doubt.
    assert Link.objects.get(source__code="F1").status != "contested"
    [link] = [
        each
        for each in links_as_they_stand(RoadmapVersion.objects.get(status="adopted"))
        if each.source.code == "F1"
    ]
    assert link.status == "contested"
    assert not EvidenceItem.objects.exists()
    page = phone.get(f"/en/w/{workshop.code}/").content.decode()
    assert "the link stands as contested until somebody answers" in page


def test_it_stands_no_more_as_contested_once_the_doubt_is_answered(
    workshop: Workshop, facilitator: Client
) -> None:
    send(join(workshop), workshop, "doubt", about="l:F1>O", words="not without a bus")
    decide(facilitator, workshop, sent(workshop)[0].pk, "accept", words_en="not without a bus")
    answer_doubt(
        doubt=Doubt.objects.get(),
        answer=Answer.TAKEN_UP,
        reason=Text.of(en="a bus comes from May"),
        by=SYSTEM,
    )
    links = links_as_they_stand(RoadmapVersion.objects.get(status="adopted"))
    assert {link.status for link in links}.isdisjoint({"contested"})


def test_a_doubt_about_a_factor_stands_as_evidence(workshop: Workshop, facilitator: Client) -> None:
    send(join(workshop), workshop, "doubt", about="f:F2", words="nobody here has books")
    decide(facilitator, workshop, sent(workshop)[0].pk, "accept", words_en="nobody has books")
    item = EvidenceItem.objects.get()
    assert (item.direction, item.factor.code, item.target) == ("contradicts", "F2", None)
    assert "an evening in Hura" in item.citation
    assert item.finding.words("en") == "nobody has books"
    assert not Doubt.objects.exists()


def test_likely_duplicates_arrive_together_and_what_is_on_the_map_is_named(
    workshop: Workshop,
) -> None:
    for words in ("אין אוטובוס אחר הצהריים", "מורה שמאמינה", "אוטובוס לא מגיע אחר הצהריים"):
        send(join(workshop), workshop, words=words)
    send(join(workshop), workshop, words="the quality of day-care")
    found = arrived(workshop)
    assert [len(group) for group in found.groups] == [2, 1, 1]
    assert found.like[found.groups[2][0].pk] == ["F1"]


def test_it_is_joined_with_a_factor_of_the_map(workshop: Workshop, facilitator: Client) -> None:
    send(join(workshop), workshop, words="the quality of day-care")
    said = sent(workshop)[0]
    decide(facilitator, workshop, said.pk, "join", same="f:F1")
    said.refresh_from_db()
    assert (said.state, said.became) == ("merged", "F1")
    assert not RoadmapVersion.objects.filter(status="draft").exists()


def test_it_waits_again_when_put_back(workshop: Workshop, facilitator: Client) -> None:
    send(join(workshop), workshop)
    said = sent(workshop)[0]
    decide(facilitator, workshop, said.pk, "aside", reason="later")
    decide(facilitator, workshop, said.pk, "back")
    said.refresh_from_db()
    assert (said.state, said.reason, said.decided_by) == ("waiting", "", "")


def test_nobody_decides_twice(workshop: Workshop, facilitator: Client) -> None:
    send(join(workshop), workshop)
    said = sent(workshop)[0]
    for _tap in range(2):
        decide(facilitator, workshop, said.pk, "accept", name_en="bus", stage="1")
    assert FactorEntry.objects.filter(version__status="draft").count() == 4
    decide(facilitator, workshop, said.pk, "aside", reason="too late")
    said.refresh_from_db()
    assert said.state == "accepted"


def test_setting_aside_wants_a_reason(workshop: Workshop, facilitator: Client) -> None:
    send(join(workshop), workshop)
    decide(facilitator, workshop, sent(workshop)[0].pk, "aside", reason=" ")
    assert sent(workshop)[0].state == "waiting"


def test_a_suggestion_is_decided_in_its_own_initiative_alone(
    workshop: Workshop, facilitator: Client
) -> None:
    other = make_initiative("other")
    make_factor(other, "X1")
    theirs = a_workshop(other)
    send(join(theirs), theirs)
    number = sent(theirs)[0].pk
    assert facilitator.get(address(workshop, number)).status_code == 404
    assert facilitator.get(address(theirs)).status_code == 404


def test_the_wall_grows_and_asks_for_its_part_alone(
    workshop: Workshop, facilitator: Client
) -> None:
    send(join(workshop), workshop)
    decide(facilitator, workshop, sent(workshop)[0].pk, "accept", name_en="a bus line", stage="1")
    part = facilitator.get(f"{address(workshop)}wall/", headers={"HX-Request": "true"})
    assert "a bus line" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert Record.objects.filter(action="decide on suggestion").count() == 1

"""People without an account add factors, links and doubts from a phone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shidra.accounts.models import Purpose, SignInAttempt
from shidra.audit.models import Record
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import FactorEntry, RoadmapVersion
from shidra.workshops.actions import close_workshop, suggest
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.permissions import Phone
from shidra.workshops.queries import End
from tests.factories import make_factor, make_initiative, text
from tests.workshops.rooms import FACILITATOR, a_map, a_workshop, form_of, join, send, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return a_workshop(a_map())


def test_it_leads_a_phone_to_its_own_language(workshop: Workshop) -> None:
    answer = Client().get(f"/w/{workshop.code}/", headers={"accept-language": "ar"})
    assert answer["Location"] == f"/ar/w/{workshop.code}/"


def test_it_comes_in_by_the_code_as_people_type_it(workshop: Workshop) -> None:
    arabic = workshop.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (workshop.code, f"{workshop.code[:4]} {workshop.code[4:]}", arabic):
        answer = Client().post("/ar/join/", {"code": typed})
        assert answer["Location"] == f"/ar/w/{workshop.code}/"


def test_it_keeps_a_factor_until_the_facilitator_decides(workshop: Workshop) -> None:
    phone = join(workshop)
    answer = send(phone, workshop, words="  الحافلة لا تصل ", speaker="أم")
    assert answer.status_code == 302
    (said,) = sent(workshop)
    assert (said.kind, said.words, said.language) == ("factor", "الحافلة لا تصل", "ar")
    assert (said.speaker, said.state) == ("أم", "waiting")
    assert "الحافلة لا تصل" in phone.get(f"/ar/w/{workshop.code}/").content.decode()
    # Nothing enters the map before the facilitator's hand.
    assert FactorEntry.objects.count() == 3
    assert RoadmapVersion.objects.count() == 1


def test_it_keeps_a_link_from_the_map_to_what_was_just_suggested(workshop: Workshop) -> None:
    phone = join(workshop)
    send(phone, workshop)
    own = sent(workshop)[0]
    send(phone, workshop, "link", source="f:F1", target=f"s:{own.pk}", sign="-", words="")
    link = sent(workshop)[1]
    assert (link.source_code, link.target, link.sign) == ("F1", own, "-")


def test_it_keeps_a_doubt_about_a_factor_and_about_a_link(workshop: Workshop) -> None:
    phone = join(workshop)
    send(phone, workshop, "doubt", about="f:F2", words="nobody here has books")
    send(phone, workshop, "doubt", about="l:F1>O", words="not without a bus")
    factor, link = sent(workshop)
    assert (factor.source_code, factor.target_code) == ("F2", "")
    assert (link.source_code, link.target_code) == ("F1", "O")


def test_a_double_tap_adds_once(workshop: Workshop) -> None:
    phone = join(workshop)
    typed = form_of(phone, workshop, "factor") | {"words": "the bus does not come"}
    for _tap in range(3):
        assert phone.post(f"/he/w/{workshop.code}/factor/", typed).status_code == 302
    assert len(sent(workshop)) == 1


def test_the_same_words_sent_again_from_the_same_phone_add_nothing(workshop: Workshop) -> None:
    phone = join(workshop)
    send(phone, workshop)
    send(phone, workshop)
    send(join(workshop), workshop)
    assert len(sent(workshop)) == 2


def test_the_mark_of_one_phone_does_not_stand_in_for_another(workshop: Workshop) -> None:
    first, second = join(workshop), join(workshop)
    typed = form_of(first, workshop, "factor")
    first.post(f"/he/w/{workshop.code}/factor/", typed | {"words": "one"})
    second.post(f"/he/w/{workshop.code}/factor/", typed | {"words": "two"})
    assert [said.words for said in sent(workshop)] == ["one", "two"]


def test_it_asks_for_no_name_and_keeps_no_address(workshop: Workshop) -> None:
    send(join(workshop), workshop)
    said = sent(workshop)[0]
    assert all("127.0.0.1" not in str(value) for value in vars(said).values())
    assert Record.objects.get(action="suggest in workshop").actor_id == ""


@pytest.mark.parametrize(
    "words",
    [
        *("", "   ", "\u200f\u200b\u2060", "!!! 12", "x" * 121, "call 054-123 45 67"),
        *("see www.spam.example", "a@b.example", "https:/x", "ההההההההההההה"),
    ],
)
def test_it_refuses_what_are_no_words_of_the_room(workshop: Workshop, words: str) -> None:
    phone = join(workshop)
    answer = send(phone, workshop, words=words)
    assert answer.status_code == 422
    assert sent(workshop) == []


def test_it_takes_away_what_cannot_be_seen(workshop: Workshop) -> None:
    send(join(workshop), workshop, words="a\u202e\u200bb\u0000c\nd")
    assert sent(workshop)[0].words == "abc d"
    send(join(workshop), workshop, words="z" + "\u0301" * 40 + "al")
    assert len(sent(workshop)[1].words) < 10


def test_years_are_no_telephone_number(workshop: Workshop) -> None:
    assert send(join(workshop), workshop, words="since 2024 2025 no bus").status_code == 302


def test_a_link_does_not_lead_to_itself_nor_to_what_is_not_offered(workshop: Workshop) -> None:
    phone = join(workshop)
    other = make_initiative("other")
    make_factor(other, "X9")
    theirs = a_workshop(other)
    send(join(theirs), theirs)
    foreign = sent(theirs)[0].pk
    for source, target in (("f:F1", "f:F1"), ("f:X9", "f:O"), (f"s:{foreign}", "f:O"), ("", "f:O")):
        assert send(phone, workshop, "link", source=source, target=target).status_code == 422
    assert sent(workshop) == []


def test_the_action_itself_refuses_ends_of_another_initiative(workshop: Workshop) -> None:
    theirs = a_workshop(make_initiative("other"))
    make_factor(theirs.initiative, "X9")
    send(join(theirs), theirs)
    phone = Phone(workshop, "mark", "", is_known=True)
    for end in (End("X9"), End(suggestion=sent(theirs)[0])):
        with pytest.raises(ValueError, match="another"):
            suggest(
                phone=phone,
                sending="1",
                kind=Suggestion.Kind.DOUBT,
                words="no",
                language="en",
                source=end,
            )


def test_others_are_seen_once_they_are_accepted_and_only_where_allowed(workshop: Workshop) -> None:
    send(join(workshop), workshop, words="a word of others")
    phone = join(workshop)

    def shows() -> bool:
        return "a word of others" in phone.get(f"/he/w/{workshop.code}/").content.decode()

    assert not shows()
    Suggestion.objects.update(state="accepted", decided_at=timezone.now())
    assert shows()
    Workshop.objects.update(shows_others=False)
    assert not shows()


def test_no_name_of_the_map_is_shown_where_the_facilitator_does_not_show_it() -> None:
    workshop = a_workshop(a_map(is_public=False), shows_map=False)
    phone = join(workshop)
    for page in ("", "link/", "doubt/"):
        shown = phone.get(f"/he/w/{workshop.code}/{page}").content.decode()
        assert "quality of day care" not in shown
    answer = send(phone, workshop, "link", source="f:F1", target="f:O")
    assert answer.status_code == 422


def test_the_code_shows_names_of_factors_and_nothing_else_of_a_closed_initiative() -> None:
    initiative = a_map(is_public=False, result=text("the agreed result"))
    workshop = a_workshop(initiative)
    phone = join(workshop)
    pages = [
        phone.get(f"/en/w/{workshop.code}/{page}").content.decode()
        for page in ("", "link/", "doubt/")
    ]
    assert "quality of day care" in pages[1]
    for page in pages:
        assert "the agreed result" not in page
        assert "/i/together" not in page
        assert "Michal" not in page
    assert phone.get("/en/i/together/map/").status_code == 404


def test_a_closed_workshop_takes_nothing_and_opens_for_nobody(workshop: Workshop) -> None:
    phone = join(workshop)
    typed = form_of(phone, workshop, "factor") | {"words": "too late"}
    close_workshop(workshop=workshop, by=FACILITATOR)
    assert phone.post(f"/he/w/{workshop.code}/factor/", typed).status_code == 410
    assert Client().get(f"/he/w/{workshop.code}/").status_code == 404
    assert sent(workshop) == []


def test_it_ends_by_itself_and_with_its_initiative(workshop: Workshop) -> None:
    phone = join(workshop)
    Initiative.objects.update(state="closed")
    assert phone.get(f"/he/w/{workshop.code}/").status_code == 410
    Initiative.objects.update(state="running")
    assert phone.get(f"/he/w/{workshop.code}/").status_code == 200
    Workshop.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert phone.get(f"/he/w/{workshop.code}/").status_code == 410
    assert Client().get(f"/he/w/{workshop.code}/").status_code == 404


def test_closing_forgets_which_phone_sent_what(workshop: Workshop) -> None:
    send(join(workshop), workshop)
    assert sent(workshop)[0].phone
    close_workshop(workshop=workshop, by=FACILITATOR)
    assert sent(workshop)[0].phone == ""


@pytest.mark.parametrize("key", ["00000000", "1", "x" * 300, "٠٠٠٠٠٠٠٠", "null"])
def test_a_wrong_code_looks_the_same_whatever_it_is(workshop: Workshop, key: str) -> None:
    answer = Client().get(f"/he/w/{key}/")
    assert answer.status_code == 404
    assert "an evening in Hura" not in answer.content.decode()


def test_who_tries_many_codes_waits_and_those_inside_go_on(workshop: Workshop) -> None:
    inside, guessing = join(workshop), Client()
    tries = 0
    while guessing.get(f"/he/w/{10_000_000 + tries}/").status_code == 404:
        tries += 1
        assert tries < 200
    # Even the right code opens nothing from there now, so that nobody goes on guessing.
    assert Client().get(f"/he/w/{workshop.code}/").status_code == 429
    assert send(inside, workshop).status_code == 302


def test_a_right_code_is_no_try(workshop: Workshop) -> None:
    for _phone in range(120):
        join(workshop)
    assert not SignInAttempt.objects.filter(purpose=Purpose.WORKSHOP_CODE).exists()


def test_a_flood_from_one_phone_is_turned_away(workshop: Workshop) -> None:
    phone = join(workshop)
    answers = [
        send(phone, workshop, words=f"word number {number} ab").status_code for number in range(42)
    ]
    assert answers[:40] == [302] * 40
    assert answers[40:] == [422] * 2
    assert send(join(workshop), workshop).status_code == 302


def test_another_phone_does_not_take_the_mark_of_this_one(workshop: Workshop) -> None:
    send(join(workshop), workshop, words="only mine")
    forged = Client()
    forged.cookies[f"workshop-{workshop.pk}"] = sent(workshop)[0].phone
    assert "only mine" not in forged.get(f"/he/w/{workshop.code}/").content.decode()


def test_codes_are_eight_digits_and_no_two_the_same() -> None:
    initiative = a_map()
    codes = {a_workshop(initiative).code for _each in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 8 and code.isdecimal() and code[0] != "0" for code in codes)

"""The backbone lets people back in by a link, and takes nobody's account over by one."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.initiatives.models import Initiative, Membership
from shidra.network.models import Affiliation
from shidra.notifications.actions import send_letters, wish
from shidra.notifications.models import Letter
from tests.factories import make_initiative, make_organisation, make_user
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "four long words here"


@pytest.fixture
def together() -> Initiative:
    return make_initiative(is_public=False)


@pytest.fixture
def dana(together) -> User:
    """A partner who has forgotten her password."""
    return make_user("dana@people.example", together, "partner_editor")


def ask(client: Client, someone: User, code: str = "together"):
    return client.post(f"/en/i/{code}/people/{someone.pk}/sign-in-link/", follow=True)


def link_of(answer) -> str:
    found = re.search(r"<textarea[^>]*data-sign-in-link[^>]*>([^<]+)<", answer.content.decode())
    return urlsplit(found[1].strip()).path if found else ""


def made(together: Initiative, someone: User) -> str:
    link = link_of(ask(signed_in("backbone", together), someone))
    assert link
    return link


def opens(link: str) -> bool:
    return Client().get(link).status_code == 200


def test_the_backbone_lets_somebody_back_in_once(together, dana):
    link = made(together, dana)
    hers = Client()
    answer = hers.post(link, {"password": PASSWORD})
    assert answer.status_code == 302
    assert hers.get("/en/i/together/").status_code == 200
    assert not opens(link)
    dana.refresh_from_db()
    assert dana.check_password(PASSWORD)


def test_the_people_page_offers_it_and_the_link_stands_on_no_page_again(together, dana):
    backbone = signed_in("backbone", together)
    where = f"/people/{dana.pk}/sign-in-link/"
    assert where in backbone.get("/en/i/together/people/").content.decode()
    assert backbone.get(f"/en/i/together{where}").status_code == 405
    answer = ask(backbone, dana)
    assert "no-store" in answer.headers["Cache-Control"]
    token = link_of(answer).rstrip("/").rsplit("/", 1)[-1]
    assert token not in backbone.get("/en/i/together/people/").content.decode()


def test_the_trail_of_the_initiative_keeps_who_made_it_for_whom(together, dana):
    made(together, dana)
    kept = Record.objects.get(action="make sign-in link")
    assert (kept.initiative, kept.actor_label) == ("together", "backbone")
    assert (kept.subject, kept.detail) == (f"user {dana.pk}", {"for": "dana@people.example"})


@pytest.mark.parametrize("role", ["data_lead", "partner_editor", "auditor", "funder", "visitor"])
def test_nobody_else_makes_one(together, dana, role):
    assert ask(signed_in(role, together), dana).status_code == 404
    assert not Record.objects.filter(action="make sign-in link").exists()


def test_nor_for_people_of_another_initiative(together):
    elsewhere = make_user("far@people.example", make_initiative("elsewhere"), "partner_editor")
    assert ask(signed_in("backbone", together), elsewhere).status_code == 404


# --- no way to other initiatives -------------------------------------------------------------------


@pytest.mark.parametrize("role", Membership.Role.values)
def test_whoever_has_any_role_in_another_initiative_gets_none(together, dana, role):
    Membership.objects.create(initiative=make_initiative("elsewhere"), user=dana, role=role)
    answer = ask(signed_in("backbone", together), dana)
    assert not link_of(answer)
    assert "opens more than you may open yourself" in answer.content.decode()
    assert not Record.objects.filter(action="make sign-in link").exists()


def test_nor_who_only_belongs_to_an_organisation_there(together, dana):
    partner = make_organisation(make_initiative("elsewhere"), "O1")
    Affiliation.objects.create(user=dana, organisation=partner, is_administrator=True)
    assert not link_of(ask(signed_in("backbone", together), dana))


def test_unless_the_same_person_keeps_that_one_too(together, dana):
    elsewhere = make_initiative("elsewhere")
    Membership.objects.create(initiative=elsewhere, user=dana, role="backbone")
    client = signed_in("backbone", together)
    Membership.objects.create(
        initiative=elsewhere, user=person("backbone", together), role="data_lead"
    )
    assert not link_of(ask(client, dana))
    Membership.objects.create(
        initiative=elsewhere, user=person("backbone", together), role="backbone"
    )
    assert opens(link_of(ask(client, dana)))


def test_a_role_that_waits_for_a_second_factor_there_helps_nobody(together, dana):
    elsewhere = make_initiative("elsewhere", needs_second_factor=True)
    Membership.objects.create(initiative=elsewhere, user=dana, role="partner_editor")
    client = signed_in("backbone", together)
    Membership.objects.create(
        initiative=elsewhere, user=person("backbone", together), role="backbone"
    )
    assert not link_of(ask(client, dana))


def test_nobody_lets_themselves_in_as_the_administrator(together):
    administrator = person("administrator")
    Membership.objects.create(initiative=together, user=administrator, role="partner_editor")
    assert not link_of(ask(signed_in("backbone", together), administrator))


def test_the_administrator_lets_in_whoever_takes_part(together, dana):
    Membership.objects.create(initiative=make_initiative("elsewhere"), user=dana, role="backbone")
    assert opens(link_of(ask(signed_in("administrator"), dana)))


def test_a_link_that_was_kept_ends_when_its_person_is_let_in_elsewhere(together, dana):
    link = made(together, dana)
    Membership.objects.create(initiative=make_initiative("elsewhere"), user=dana, role="backbone")
    assert not opens(link)


def test_a_link_ends_with_the_role_of_whoever_made_it(together, dana):
    link = made(together, dana)
    Membership.objects.filter(user=person("backbone", together)).delete()
    assert not opens(link)


def test_nobody_makes_a_link_of_somebody_elses(together, dana):
    """The token counts for the person and the maker that the address names, and no others."""
    link = made(together, dana)
    other = make_user("amal@people.example", together, "auditor")
    foreign = made(together, other)
    ours, theirs = link.strip("/").split("/"), foreign.strip("/").split("/")
    mixed = "/".join(["", *ours[:-2], theirs[-2], ours[-1], ""])
    assert not opens(mixed)


def test_a_second_factor_is_asked_for_all_the_same(together, dana):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(dana, generate_totp_secret())
    RecoveryCodes.activate(dana)
    link = made(together, dana)
    hers = Client()
    answer = hers.post(link, {"password": PASSWORD})
    assert "second-step" in answer.headers["Location"]
    assert hers.get("/en/i/together/").status_code == 404


# --- the person hears of it ------------------------------------------------------------------------


@pytest.fixture
def post_office(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("he", "נוצר קישור לחשבון שלך"),
        ("ar", "أُنشئ رابط للدخول إلى حسابك"),
        ("en", "A link into your account was made"),
    ],
)
def test_the_person_is_told_by_mail_that_it_was_made_and_never_the_link(
    together, dana, post_office, language, subject
):
    wish(person=dana, how_often="never", language=language, by=dana.actor)
    token = made(together, dana).rstrip("/").rsplit("/", 1)[-1]
    assert Letter.objects.get().state == "queued"
    send_letters(now=timezone.now())

    (sent,) = post_office
    assert (sent.subject, sent.to) == (subject, ["dana@people.example"])
    written = sent.body + sent.alternatives[0][0]
    assert "backbone" in sent.body
    assert f"/{language}/sign-in/" in written
    assert token not in written
    assert "/link/" not in written


def test_where_nothing_can_be_mailed_no_letter_waits(together, dana):
    made(together, dana)
    assert not Letter.objects.exists()


def test_who_is_refused_a_link_lets_no_letter_go(together, dana, post_office):
    Membership.objects.create(initiative=make_initiative("elsewhere"), user=dana, role="funder")
    assert not link_of(ask(signed_in("backbone", together), dana))
    assert not Letter.objects.exists()

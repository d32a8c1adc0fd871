"""Invitations that go by mail: at once, in their own language, and the secret kept nowhere."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.initiatives.models import Membership
from shidra.invitations.models import Invitation
from shidra.notifications.models import Letter, Preferences
from tests.factories import make_initiative, make_organisation
from tests.invitations.links import INVITE, NEWCOMER, PEOPLE, link_of, made
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def together():
    return make_initiative(is_public=False)


@pytest.fixture
def joint(together):
    return make_organisation(together, "O1")


@pytest.fixture
def post_office(settings):
    """A mail server that keeps what is sent."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


def test_without_a_mail_server_nobody_is_asked_for_an_address(together):
    answer = signed_in("backbone", together).get(INVITE)
    assert 'name="send_to"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("he", "rtl", "הזמנה"), ("ar", "rtl", "دعوة"), ("en", "ltr", "An invitation to together")],
)
def test_it_is_mailed_at_once_in_its_own_language(
    together, joint, post_office, language, direction, words
):
    typed = {
        "role": "partner_editor",
        "belongs_to": f"organisation:{joint.pk}",
        "language": language,
        "send_to": "rim@partner.example",
    }
    answer = signed_in("backbone", together).post(INVITE, typed)
    link = link_of(answer)

    [letter] = post_office
    assert letter.to == ["rim@partner.example"]
    assert words in letter.subject
    assert link in letter.body
    html = letter.alternatives[0][0]
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert link in html
    assert "List-Unsubscribe" not in letter.extra_headers
    assert Invitation.objects.get().meant_for == "rim@partner.example"
    assert Client().post(link, NEWCOMER).status_code == 302
    assert Membership.objects.filter(user__email="rim@partner.example").exists()
    assert Preferences.objects.get(person__email="rim@partner.example").language == language


def test_the_secret_of_a_mailed_link_is_kept_nowhere(together, post_office):
    typed = {"role": "auditor", "language": "he", "send_to": "rim@partner.example"}
    answer = signed_in("backbone", together).post(INVITE, typed)
    secret = link_of(answer).rstrip("/").rpartition("/")[2]

    letter = Letter.objects.get()
    assert (letter.state, letter.text, letter.html) == ("sent", "", "")
    kept = [*Letter.objects.values_list(), *Invitation.objects.values_list()]
    kept += [*Record.objects.values_list()]
    assert not any(secret in str(value) for row in kept for value in row)


def test_it_never_reaches_the_outbox_while_it_is_sent(together, post_office, monkeypatch):
    seen = []
    send = mail.EmailMessage.send
    monkeypatch.setattr(
        mail.EmailMessage,
        "send",
        lambda self, **given: seen.append(Letter.objects.get()) or send(self, **given),
    )
    typed = {"role": "auditor", "language": "he", "send_to": "rim@partner.example"}
    signed_in("backbone", together).post(INVITE, typed)

    assert [(letter.state, letter.text, letter.html) for letter in seen] == [("sending", "", "")]


def test_a_letter_that_could_not_go_is_told_and_the_link_stays(together, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    typed = {"role": "auditor", "language": "he", "send_to": "rim@partner.example"}
    answer = signed_in("backbone", together).post(INVITE, typed)

    assert "notice-warning" in answer.content.decode()
    assert Client().get(link_of(answer)).status_code == 200
    assert Letter.objects.get().state == "failed"


def test_a_wrong_address_makes_no_invitation_and_keeps_what_was_typed(together, post_office):
    typed = {"role": "auditor", "language": "he", "send_to": "not an address", "meant_for": "רים"}
    answer = signed_in("backbone", together).post(INVITE, typed)

    assert "not an address" in answer.content.decode()
    assert "רים" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert post_office == []


def test_nobody_finds_addresses_letter_by_letter(together):
    address = person("backbone", together).email
    found = signed_in("data_lead", together).get(PEOPLE, {"wanted": address[:6]}).context["page"]
    assert [each.email for each in found if each.email == address] == [address]  # by the name
    User.objects.filter(email=address).update(name="עליזה")
    assert not list(
        signed_in("data_lead", together).get(PEOPLE, {"wanted": address[:6]}).context["page"]
    )
    assert list(
        signed_in("backbone", together).get(PEOPLE, {"wanted": address[:6]}).context["page"]
    )


def test_who_was_removed_holds_no_link_that_opens(together):
    second = person("data_lead", together)
    Membership.objects.create(user=second, initiative=together, role="backbone")
    link = made(together, inviter="data_lead", role="backbone")
    signed_in("backbone", together).post(f"{PEOPLE}{second.pk}/remove/")
    client = Client()
    client.force_login(second)
    assert client.post(link).status_code == 410
    assert not together.memberships.filter(user=second).exists()


def test_an_address_that_was_taken_just_now_is_said_beside_it(together, monkeypatch):
    from shidra.invitations.forms import JoinForm

    link = made(together)
    person("data_lead", together)
    # As if the other had come between this form and the making of the account.
    monkeypatch.setattr(JoinForm, "clean_email", lambda form: form.cleaned_data["email"])
    answer = Client().post(link, NEWCOMER | {"email": "data_lead@people.example"})
    assert list(answer.context["form"].errors) == ["email"]
    assert Invitation.objects.get().used_at is None


def test_so_many_invitations_a_day_go_by_mail_and_no_more(together, post_office, settings):
    settings.SHIDRA_INVITATION_MAILS = 2
    client = signed_in("backbone", together)
    answers = [
        client.post(
            "/en/i/together/people/invite/",
            {"role": "auditor", "language": "en", "send_to": f"rim{n}@partner.example"},
        )
        for n in range(3)
    ]
    assert [len(letter.to) for letter in post_office] == [1, 1]
    words = answers[2].content.decode()
    assert "You have mailed 2 invitations within a day" in words
    assert Client().get(link_of(answers[2])).status_code == 200
    assert Letter.objects.count() == 2


def test_the_limit_is_each_persons_own_and_ends_with_the_day(together, post_office, settings):
    settings.SHIDRA_INVITATION_MAILS = 1
    typed = {"role": "auditor", "language": "en", "send_to": "rim@partner.example"}
    signed_in("backbone", together).post(INVITE, typed)
    signed_in("administrator", together).post(INVITE, typed)
    assert len(post_office) == 2
    Invitation.objects.update(mailed_at=timezone.now() - timedelta(days=1, minutes=1))
    signed_in("backbone", together).post(INVITE, typed)
    assert len(post_office) == 3

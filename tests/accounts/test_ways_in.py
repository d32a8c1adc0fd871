"""Other ways in: codes by e-mail, sign-in links, and what throttling does behind a proxy."""

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from shidra.accounts.actions import ATTEMPTS, add_authenticator_app
from shidra.accounts.models import SignInAttempt
from shidra.accounts.queries import has_second_factor
from shidra.audit.models import Record
from shidra.ui.management.site import Refused
from tests import factories
from tests.accounts.test_second_factors import SECRET, code_now

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"


@pytest.fixture
def noa():
    return factories.make_user("noa@example.org")


@pytest.fixture
def post_office(settings):
    """A mail server that keeps what is sent."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


def is_in(browser):
    return "_auth_user_id" in browser.session


def mailed_code(outbox):
    return re.search(r"\b(\d{8})\b", outbox[-1].body)[1]


# --- without a mail server ---


def test_it_offers_no_code_where_nothing_can_be_mailed(noa, client):
    page = client.get("/en/sign-in/").content.decode()

    assert "sign-in/code" not in page
    assert "shidra sign-in-link" in page
    assert client.get("/en/sign-in/code/").status_code == 404
    assert client.post("/en/sign-in/code/", {"email": noa.email}).status_code == 404


# --- codes by e-mail ---


def test_it_lets_somebody_in_by_a_code_from_the_mail(noa, client, post_office):
    assert (
        "/he/sign-in/code/?next=/he/i/ours/"
        in client.get("/he/sign-in/?next=/he/i/ours/").content.decode()
    )
    client.post("/he/sign-in/code/", {"email": "Noa@Example.org", "next": "/he/i/ours/"})
    [letter] = post_office
    assert letter.to == ["noa@example.org"]
    code = mailed_code(post_office)
    assert code in letter.subject
    response = client.post("/he/sign-in/code/enter/", {"code": f"{code[:4]} {code[4:]}"})

    assert is_in(client)
    assert response["Location"] == "/he/i/ours/"


def test_it_takes_a_code_once_and_in_one_browser(noa, client, post_office):
    client.post("/he/sign-in/code/", {"email": noa.email})
    code = mailed_code(post_office)
    other = Client()
    assert other.post("/he/sign-in/code/enter/", {"code": code})["Location"] == "/he/sign-in/"
    client.post("/he/sign-in/code/enter/", {"code": code})
    client.post("/he/sign-out/")
    client.post("/he/sign-in/code/enter/", {"code": code})

    assert not is_in(client)
    assert not is_in(other)


def test_it_gives_up_a_code_after_five_wrong_ones(noa, client, post_office):
    client.post("/he/sign-in/code/", {"email": noa.email})
    for _ in range(5):
        response = client.post("/he/sign-in/code/enter/", {"code": "0"})
    assert response.context["is_over"]
    client.post("/he/sign-in/code/enter/", {"code": mailed_code(post_office)})

    assert not is_in(client)


def test_it_takes_no_code_that_is_a_quarter_of_an_hour_old(noa, client, post_office):
    client.post("/he/sign-in/code/", {"email": noa.email})
    session = client.session
    session["mailed_code"] = session["mailed_code"] | {
        "until": (timezone.now() - timedelta(seconds=1)).timestamp()
    }
    session.save()
    client.post("/he/sign-in/code/enter/", {"code": mailed_code(post_office)})

    assert not is_in(client)


def test_it_does_not_tell_who_has_an_account(noa, post_office):
    pages = []
    for email in ("noa@example.org", "who@example.org"):
        browser = Client()
        page = browser.post("/he/sign-in/code/", {"email": email}, follow=True).content.decode()
        pages.append(re.sub(r'value="[^"]+"', "", page).replace(email, ""))

    assert pages[0] == pages[1]
    assert len(post_office) == 1


def test_it_lets_nobody_in_whose_account_is_closed(noa, client, post_office):
    noa.is_active = False
    noa.save()
    client.post("/he/sign-in/code/", {"email": noa.email})

    assert post_office == []


def test_it_fills_nobodys_mailbox(noa, client, post_office):
    for _ in range(5):
        client.post("/he/sign-in/code/", {"email": noa.email})
    response = client.post("/he/sign-in/code/", {"email": noa.email})

    assert len(post_office) == 5
    assert "בעוד 15 דקות" in response.content.decode()


def test_it_asks_for_the_second_factor_after_a_mailed_code_too(noa, client, post_office):
    add_authenticator_app(user=noa, secret=SECRET, code=code_now(later=-1), by=noa.actor)
    client.post("/he/sign-in/code/", {"email": noa.email})
    client.post("/he/sign-in/code/enter/", {"code": mailed_code(post_office)})

    assert not is_in(client)
    client.post("/he/sign-in/second-step/", {"code": code_now()})
    assert is_in(client)


def test_it_says_the_same_while_the_mail_server_is_away(noa, client, settings, caplog):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    response = client.post("/he/sign-in/code/", {"email": noa.email}, follow=True)

    assert response.status_code == 200
    assert "noa@example.org" in response.content.decode()


def test_it_proves_a_new_address_by_a_code_where_mail_is_set_up(noa, client, post_office):
    client.force_login(noa)
    client.post("/he/account/email/", {"email": "new@example.org"})
    noa.refresh_from_db()
    assert noa.email == "noa@example.org"
    assert post_office[-1].to == ["new@example.org"]
    client.post("/he/account/email/code/", {"code": mailed_code(post_office)})

    noa.refresh_from_db()
    assert noa.email == "new@example.org"


def test_it_signs_nobody_in_by_a_code_for_a_new_address(noa, client, post_office):
    client.force_login(noa)
    client.post("/he/account/email/", {"email": "sami@example.org"})
    factories.make_user("sami@example.org")

    code = {"code": mailed_code(post_office)}
    assert client.post("/he/sign-in/code/enter/", code)["Location"] == "/he/sign-in/"


# --- a link from whoever runs the place ---


def link_for(email, *options):
    call_command("sign-in-link", email, *options, stdout=(said := io.StringIO()))
    return re.sub(r"^http://[^/]+", "", said.getvalue().strip())


def test_it_gives_a_new_password_by_a_link(noa, client):
    link = link_for("noa@example.org", "--language", "ar")
    assert link.startswith("/ar/sign-in/link/")
    assert "noa@example.org" in client.get(link).content.decode()
    assert not is_in(client)
    client.post(link, {"password": "tall-cedar-9"})

    assert is_in(client)
    noa.refresh_from_db()
    assert noa.check_password("tall-cedar-9")
    assert list(Record.objects.order_by("id").values_list("action", "actor_label")) == [
        ("make sign-in link", "command line"),
        ("set password", "noa@example.org"),
    ]


def test_it_takes_a_link_once(noa, client):
    link = link_for("noa@example.org")
    client.post(link, {"password": "tall-cedar-9"})
    other = Client()

    assert other.get(link).status_code == 410
    assert other.post(link, {"password": "short-oak-7"}).status_code == 410
    assert not is_in(other)


def test_it_takes_no_link_of_yesterday(noa, client, monkeypatch):
    from datetime import UTC, datetime

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    link = link_for("noa@example.org")
    tomorrow = datetime.now(tz=UTC).replace(tzinfo=None) + timedelta(days=2)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self: tomorrow)

    assert client.get(link).status_code == 410


def test_it_takes_no_link_that_was_changed(noa, client):
    link = link_for("noa@example.org")
    sami = factories.make_user("sami@example.org")
    from django.utils.http import urlsafe_base64_encode

    person, token = link.strip("/").split("/")[-2:]
    his = link.replace(f"/{person}/", f"/{urlsafe_base64_encode(str(sami.pk).encode())}/")
    for wrong in (his, link.replace(token, token[:-1] + "0"), link.replace(person, "x")):
        if wrong != link:
            assert client.get(wrong).status_code == 410


def test_it_wants_the_second_factor_after_a_link_unless_it_was_taken_away(noa, client):
    add_authenticator_app(user=noa, secret=SECRET, code=code_now(), by=noa.actor)
    client.post(link_for("noa@example.org"), {"password": "tall-cedar-9"})
    assert not is_in(client)
    link = link_for("noa@example.org", "--forget-second-factors")
    assert not has_second_factor(noa)
    client.post(link, {"password": "short-oak-77"})

    assert is_in(client)
    assert Record.objects.filter(action="remove second factors").exists()


def test_it_ends_what_was_signed_in_before(noa):
    stranger, owner = Client(), Client()
    stranger.force_login(noa)
    assert stranger.get("/he/account/").status_code == 200
    owner.post(link_for("noa@example.org"), {"password": "tall-cedar-9"})

    assert stranger.get("/he/account/").status_code == 302


def test_it_makes_no_link_for_nobody(noa):
    with pytest.raises(Refused):
        link_for("who@example.org")
    assert not Record.objects.exists()


# --- how often, and from where ---


def try_to_sign_in(client, email="noa@example.org", password="wrong", **more):
    return client.post("/he/sign-in/", {"username": email, "password": password}, **more)


def test_it_counts_behind_a_proxy_by_the_address_that_the_proxy_saw(noa, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(ATTEMPTS):
        # What the visitor claims stands before what the proxy adds.
        try_to_sign_in(client, headers={"x-forwarded-for": f"10.9.9.{number}, 203.0.113.7"})
    try_to_sign_in(client, password=PASSWORD, headers={"x-forwarded-for": "203.0.113.7"})
    assert not is_in(client)
    try_to_sign_in(client, password=PASSWORD, headers={"x-forwarded-for": "203.0.113.8"})

    assert is_in(client)
    assert {each.client for each in SignInAttempt.objects.all()} == {"203.0.113.7"}


def test_it_believes_nobody_who_claims_an_address_without_a_proxy(noa, client):
    for number in range(ATTEMPTS):
        try_to_sign_in(client, headers={"x-forwarded-for": f"10.9.9.{number}"})
    try_to_sign_in(client, password=PASSWORD, headers={"x-forwarded-for": "10.9.9.99"})

    assert not is_in(client)


def test_it_stays_up_when_there_are_fewer_proxies_than_were_said(noa, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    try_to_sign_in(client, password=PASSWORD, headers={"x-forwarded-for": "203.0.113.7"})

    assert is_in(client)


def test_it_counts_all_addresses_of_one_household_together(noa, client):
    for number in range(ATTEMPTS):
        try_to_sign_in(client, REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
    try_to_sign_in(client, password=PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::1")

    assert not is_in(client)


def test_it_turns_away_who_tries_many_people_from_one_place(noa, client):
    now = timezone.now()
    SignInAttempt.objects.bulk_create(
        SignInAttempt(email=f"p{number}@example.org", client="127.0.0.1", at=now)
        for number in range(100)
    )
    try_to_sign_in(client, password=PASSWORD)
    assert not is_in(client)
    try_to_sign_in(client, password=PASSWORD, REMOTE_ADDR="10.0.0.9")

    assert is_in(client)


def test_it_turns_away_who_tries_one_person_from_many_places(noa, client):
    now = timezone.now()
    SignInAttempt.objects.bulk_create(
        SignInAttempt(email="noa@example.org", client=f"10.0.0.{number}", at=now)
        for number in range(100)
    )
    try_to_sign_in(client, password=PASSWORD)

    assert not is_in(client)

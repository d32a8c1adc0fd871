"""Authenticator app and recovery codes, as people use them, without scripts."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from shidra.accounts.actions import (
    ATTEMPTS,
    add_authenticator_app,
    remove_second_factors,
    renew_recovery_codes,
)
from shidra.accounts.models.safekeeping import Unreadable, seal, unseal
from shidra.accounts.queries import factors_of, has_second_factor
from shidra.audit.models import SYSTEM, Record
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret=SECRET, later=0):
    """What the app on the telephone shows, now or so many half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def noa():
    return factories.make_user("noa@example.org")


@pytest.fixture
def protected(noa):
    """Noa with an app; the half-minute in which she added it is over."""
    codes = add_authenticator_app(user=noa, secret=SECRET, code=code_now(later=-1), by=noa.actor)
    return noa, codes


def signed_in(person):
    """A browser in which somebody signed in a moment ago."""
    browser = Client()
    browser.force_login(person)
    return browser


def show_password(browser, **more):
    form = {"username": "noa@example.org", "password": PASSWORD} | more
    return browser.post("/he/sign-in/", form)


def show_code(browser, code):
    return browser.post("/he/sign-in/second-step/", {"code": code})


def is_in(browser):
    return "_auth_user_id" in browser.session


def acts():
    return list(Record.objects.order_by("id").values_list("action", flat=True))


# --- adding an app ---


def test_it_connects_an_app_by_the_code_that_it_shows(noa):
    browser = signed_in(noa)
    page = browser.get("/he/account/app/").content.decode()
    secret = re.search(r'<code class="secret" dir="ltr">([A-Z2-7 ]+)</code>', page)[1].replace(
        " ", ""
    )
    assert f"secret={secret}" in page
    assert not has_second_factor(noa)
    response = browser.post("/he/account/app/", {"code": code_now(secret)})

    assert has_second_factor(noa)
    shown = re.findall(r"<code>(\d{4} \d{4})</code>", response.content.decode())
    assert len(set(shown)) == 10
    assert acts() == ["add authenticator app", "make recovery codes"]


def test_it_keeps_no_app_that_shows_another_code(noa):
    browser = signed_in(noa)
    browser.get("/he/account/app/")
    response = browser.post("/he/account/app/", {"code": "000000"})

    assert response.context["form"].errors["code"]
    assert not has_second_factor(noa)
    assert acts() == []


def test_it_shows_the_same_secret_until_the_app_is_connected(noa):
    browser = signed_in(noa)
    first, second = (browser.get("/he/account/app/").context["secret"] for _ in range(2))

    assert first == second
    assert first.replace(" ", "") not in str(dict(browser.session))


def test_it_draws_the_picture_without_any_style(noa):
    picture = str(signed_in(noa).get("/he/account/app/").context["picture"])

    assert "style" not in picture
    assert 'role="img" aria-label="' in picture
    assert picture.count("<path") == 2


def test_it_ends_what_was_signed_in_by_the_password_alone(noa, client):
    show_password(client)
    assert client.get("/he/account/").status_code == 200
    here = Client()
    show_password(here)
    here.get("/he/account/app/")
    here.post("/he/account/app/", {"code": code_now(unseal(here.session["new_app"]))})

    assert client.get("/he/account/").status_code == 302
    assert here.get("/he/account/").status_code == 200


# --- signing in ---


def test_it_asks_for_the_code_after_the_password(protected, client):
    response = show_password(client)
    assert response["Location"] == "/he/sign-in/second-step/"
    assert not is_in(client)

    assert show_code(client, code_now())["Location"] == "/he/"
    assert is_in(client)


def test_it_goes_on_to_where_the_person_wanted_to_be(protected, client):
    show_password(client, next="/he/i/ours/")

    assert show_code(client, code_now())["Location"] == "/he/i/ours/"


def test_it_asks_again_after_a_wrong_code(protected, client):
    show_password(client)
    response = show_code(client, "123123")

    assert response.context["form"].errors["code"]
    assert not is_in(client)
    show_code(client, code_now())
    assert is_in(client)


def test_it_takes_each_code_of_the_app_once(protected, client):
    code = code_now()
    show_password(client)
    show_code(client, code)
    other = Client()
    show_password(other)
    show_code(other, code)

    assert is_in(client)
    assert not is_in(other)


def test_it_takes_no_code_without_the_password(protected, client):
    assert show_code(client, code_now())["Location"] == "/he/sign-in/"
    assert not is_in(client)


def test_it_takes_no_code_when_the_password_was_changed_meanwhile(protected, client):
    noa, _codes = protected
    show_password(client)
    noa.set_password("another long password")
    noa.save()

    assert show_code(client, code_now())["Location"] == "/he/sign-in/"
    assert not is_in(client)


def test_it_turns_too_many_codes_away_wherever_they_come_from(protected, client):
    show_password(client)
    for number in range(ATTEMPTS):
        client.post(
            "/he/sign-in/second-step/", {"code": "123123"}, REMOTE_ADDR=f"10.0.0.{number + 1}"
        )
    response = client.post("/he/sign-in/second-step/", {"code": code_now()}, REMOTE_ADDR="10.0.1.1")

    assert "בעוד 15 דקות" in response.content.decode()
    assert not is_in(client)


# --- recovery codes ---


def test_it_takes_each_recovery_code_once(protected, client):
    _noa, codes = protected
    written = f"{codes[3][:4]} {codes[3][4:]}"
    show_password(client)
    show_code(client, written)
    assert is_in(client)
    assert acts()[-1] == "use recovery code"
    other = Client()
    show_password(other)
    show_code(other, written)

    assert not is_in(other)


def test_it_forgets_the_former_codes_when_new_ones_are_made(protected, client):
    noa, codes = protected
    page = signed_in(noa).post("/he/account/recovery-codes/").content.decode()
    assert codes[0][:4] + " " + codes[0][4:] not in page
    show_password(client)
    show_code(client, codes[0])

    assert not is_in(client)


def test_it_shows_recovery_codes_once(protected):
    noa, codes = protected
    browser = signed_in(noa)
    pages = browser.get("/he/account/").content + browser.get("/he/account/recovery-codes/").content

    assert not [code for code in codes if code.encode() in pages]
    assert "10 קודים" in pages.decode()


def test_it_makes_no_recovery_codes_without_a_factor(noa):
    response = signed_in(noa).post("/he/account/recovery-codes/")

    assert response["Location"] == "/he/account/second-factor/"
    assert not Authenticator.objects.exists()


# --- removing ---


def test_it_removes_the_app_after_asking_and_the_codes_with_it(protected, client):
    noa, _codes = protected
    app = factors_of(noa).app
    browser = signed_in(noa)
    assert "?" in browser.get(f"/he/account/factors/{app.pk}/remove/").content.decode()
    assert has_second_factor(noa)
    browser.post(f"/he/account/factors/{app.pk}/remove/")

    assert not Authenticator.objects.exists()
    assert acts()[-1] == "remove authenticator app"
    show_password(client)
    assert is_in(client)


def test_it_removes_nothing_of_somebody_else(protected):
    noa, _codes = protected
    sami = factories.make_user("sami@example.org")
    response = signed_in(sami).post(f"/he/account/factors/{factors_of(noa).app.pk}/remove/")

    assert response.status_code == 404
    assert has_second_factor(noa)


def test_it_does_not_remove_the_recovery_codes_as_if_they_were_a_factor(protected):
    noa, _codes = protected
    codes = Authenticator.objects.get(type="recovery_codes")

    assert signed_in(noa).post(f"/he/account/factors/{codes.pk}/remove/").status_code == 404
    assert factors_of(noa).codes_left == 10


# --- why ---


def test_it_says_why_and_how_and_leads_back(noa):
    browser = signed_in(noa)
    page = browser.get("/en/account/second-factor/?next=/en/i/ours/").content.decode()
    assert "Your password alone is not enough here" in page
    assert 'href="/en/account/app/"' in page
    browser.get("/en/account/app/")
    secret = unseal(browser.session["new_app"])
    codes = browser.post("/en/account/app/", {"code": code_now(secret)}).content.decode()

    assert 'href="/en/i/ours/">I have kept them' in codes


def test_it_leads_to_no_other_site(noa):
    browser = signed_in(noa)
    browser.get("/en/account/second-factor/?next=https://evil.example/")

    assert "evil" not in browser.get("/en/account/second-factor/").content.decode()


def test_it_counts_an_app_as_a_second_factor_and_codes_alone_not(noa):
    renew_recovery_codes(user=noa, by=SYSTEM)
    assert not has_second_factor(noa)
    add_authenticator_app(user=noa, secret=SECRET, code=code_now(), by=noa.actor)

    assert has_second_factor(noa)


# --- how they are kept ---


def test_it_keeps_no_secret_as_it_is(protected):
    _noa, codes = protected
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in stored
    assert not [code for code in codes if code in stored]


def test_it_opens_what_a_former_key_has_sealed(settings):
    sealed = seal("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"
    assert unseal(sealed) == "secret"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_it_lets_nobody_in_by_a_secret_that_it_cannot_read(protected, client, settings):
    _noa, codes = protected
    settings.SECRET_KEY = "this installation has lost its key"
    show_password(client)
    for code in (code_now(), codes[0]):
        assert show_code(client, code).status_code == 200

    assert not is_in(client)


def test_it_takes_lost_factors_away(protected):
    noa, _codes = protected

    assert remove_second_factors(user=noa, by=SYSTEM) == 1
    assert remove_second_factors(user=noa, by=SYSTEM) == 0
    assert not has_second_factor(noa)
    assert acts().count("remove second factors") == 1

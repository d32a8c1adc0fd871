"""Signing in and out, too many tries, and the first visit."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from shidra.accounts.actions import ATTEMPTS, create_person
from shidra.accounts.models import SignInAttempt, User
from shidra.audit.models import SYSTEM, Record
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"


@pytest.fixture
def noa():
    return factories.make_user("noa@example.org")


def try_to_sign_in(client, password, email="noa@example.org", address="10.0.0.1"):
    return client.post(
        "/he/sign-in/", {"username": email, "password": password}, REMOTE_ADDR=address
    )


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_it_lets_a_person_in_and_leads_to_the_start(noa, client):
    response = try_to_sign_in(client, PASSWORD)

    assert is_signed_in(client)
    assert (response.status_code, response["Location"]) == (302, "/he/")


def test_it_does_not_mind_capitals_in_the_address(noa, client):
    try_to_sign_in(client, PASSWORD, email="Noa@Example.ORG")

    assert is_signed_in(client)


def test_it_leads_back_to_where_the_person_came_from(noa, client):
    page = client.get("/he/sign-in/?next=/he/i/ours/")
    assert '<input type="hidden" name="next" value="/he/i/ours/">' in page.content.decode()
    form = {"username": "noa@example.org", "password": PASSWORD}

    assert client.post("/he/sign-in/", form | {"next": "/he/i/ours/"})["Location"] == "/he/i/ours/"


def test_it_leads_nobody_to_another_site(noa, client):
    form = {"username": "noa@example.org", "password": PASSWORD, "next": "https://evil.example/"}

    assert client.post("/he/sign-in/", form)["Location"] == "/he/"


def test_it_takes_a_mere_word_for_no_page(noa, client):
    form = {"username": "noa@example.org", "password": PASSWORD, "next": "nowhere"}
    assert client.post("/he/sign-in/", form)["Location"] == "/he/"


def test_it_takes_no_address_longer_than_is_kept(client, db):
    form = {"username": "a" * 290 + "@example.org", "password": PASSWORD}
    page = client.post("/he/sign-in/", form)
    assert list(page.context["form"].errors) == ["username"]


def test_it_says_the_same_to_an_unknown_person_and_a_wrong_password(noa, client):
    wrong = try_to_sign_in(client, "wrong").context["form"].non_field_errors()
    unknown = try_to_sign_in(client, "wrong", email="nobody@example.org")

    assert unknown.context["form"].non_field_errors() == wrong
    assert not is_signed_in(client)


def test_it_keeps_passwords_by_argon2(settings, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = create_person(email="noa@example.org", password=PASSWORD, name="Noa", by=SYSTEM)

    assert person.password.startswith("argon2$")
    try_to_sign_in(client, PASSWORD)
    assert is_signed_in(client)


def test_it_turns_too_many_tries_away_even_with_the_right_password(noa, client):
    for _ in range(ATTEMPTS):
        assert "15" not in str(try_to_sign_in(client, "wrong").context["form"].non_field_errors())
    response = try_to_sign_in(client, PASSWORD)

    assert not is_signed_in(client)
    assert "בעוד 15 דקות" in response.content.decode()


def test_it_counts_tries_by_person_and_by_where_they_come_from(noa, client):
    for _ in range(ATTEMPTS):
        try_to_sign_in(client, "wrong")
    factories.make_user("sami@example.org")

    try_to_sign_in(client, PASSWORD, email="sami@example.org")
    assert is_signed_in(client)
    client.logout()
    try_to_sign_in(client, PASSWORD, address="10.0.0.2")
    assert is_signed_in(client)


def test_it_lets_the_person_in_again_after_a_while(noa, client):
    for _ in range(ATTEMPTS):
        try_to_sign_in(client, "wrong")
    SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    try_to_sign_in(client, PASSWORD)

    assert is_signed_in(client)
    assert not SignInAttempt.objects.exists()


def test_it_starts_counting_anew_once_the_person_is_in(noa, client):
    for _ in range(ATTEMPTS - 1):
        try_to_sign_in(client, "wrong")
    try_to_sign_in(client, PASSWORD)
    client.logout()
    try_to_sign_in(client, "wrong")

    assert SignInAttempt.objects.count() == 1


def test_it_signs_out_by_post_alone(noa, client):
    client.force_login(noa)
    assert client.get("/he/sign-out/").status_code == 405
    assert is_signed_in(client)
    client.post("/he/sign-out/")
    assert not is_signed_in(client)


def test_it_names_no_personas_outside_the_demo(noa, client):
    assert "@" not in client.get("/he/sign-in/").content.decode().split("<main")[1]


def test_it_names_the_personas_of_a_demo_and_never_the_password(client):
    initiative = factories.make_initiative()
    create_person(
        email="backbone@demo.example", password="s3cret-word", name="מיכל", by=SYSTEM, is_demo=True
    )
    initiative.memberships.create(user=User.objects.get(), role="backbone")
    page = client.get("/en/sign-in/").content.decode()

    assert "backbone@demo.example" in page
    assert "<bdi>מיכל</bdi>, backbone" in page
    assert "s3cret-word" not in page


# --- the first visit ---

NEW = {"name": "נועה", "email": "noa@example.org", "password": "tall-cedar-9"}


def test_it_makes_the_first_visitor_the_administrator(client):
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/he/first-visit/"
    response = client.post("/he/first-visit/", NEW)

    person = User.objects.get()
    assert (person.email, person.name, person.is_superuser) == ("noa@example.org", "נועה", True)
    assert not person.is_demo
    assert (response.status_code, response["Location"]) == (302, "/he/")
    assert is_signed_in(client)
    assert Record.objects.get().action == "create first administrator"


def test_it_happens_once(noa, client):
    assert client.get("/he/first-visit/")["Location"] == "/he/"
    client.post("/he/first-visit/", NEW | {"email": "second@example.org"})

    assert User.objects.get() == noa


@pytest.mark.parametrize("password", ["short", "password", "1234567890"])
def test_it_wants_a_password_that_is_not_easily_guessed(client, password):
    response = client.post("/he/first-visit/", NEW | {"password": password})

    assert response.context["form"].errors["password"]
    assert not User.objects.exists()


# --- what every page carries ---


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_it_sends_a_strict_policy_with_every_page(client, noa):
    response = client.get("/he/sign-in/")

    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    body = response.content.decode()
    assert " style=" not in body
    assert "<style" not in body


def test_it_lets_browsers_keep_no_page_of_somebody_signed_in(client, noa):
    assert client.get("/he/accessibility/")["Cache-Control"] == "private, no-cache"
    client.force_login(noa)
    assert client.get("/he/accessibility/")["Cache-Control"] == "private, no-store"


def test_it_keeps_the_session_out_of_reach_of_scripts(client, noa):
    try_to_sign_in(client, PASSWORD)
    cookie = client.cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_it_refuses_a_form_without_its_token(noa):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    form = {"username": "noa@example.org", "password": PASSWORD}

    assert strict.post("/he/sign-in/", form).status_code == 403

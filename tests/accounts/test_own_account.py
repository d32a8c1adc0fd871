"""One's own account: name, address, password, and the places where one is signed in."""

import pytest
from django.test import Client
from django.utils import timezone

from shidra.accounts.actions import AddressTaken, create_person
from shidra.accounts.models import SignInAttempt
from shidra.accounts.queries import person_with_email_or_none, sessions_of
from shidra.audit.models import SYSTEM, Record
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def noa():
    return factories.make_user("noa@example.org")


def browser_of(person, agent=FIREFOX):
    """Another browser in which somebody signs in."""
    browser = Client(headers={"user-agent": agent})
    form = {"username": person.email, "password": PASSWORD}
    assert browser.post("/he/sign-in/", form).status_code == 302
    return browser


def is_in(browser):
    return browser.get("/he/account/").status_code == 200


def long_ago(browser):
    """The person signed in a day ago."""
    session = browser.session
    session["confirmed_at"] = timezone.now().timestamp() - 86_400
    session.save()


def last_act():
    return Record.objects.order_by("id").last()


# --- who may ---


def test_it_shows_nobody_elses_account(client):
    assert client.get("/he/account/")["Location"] == "/he/sign-in/?next=/he/account/"


def test_it_shows_what_one_has_with_as_many_queries_for_many_places(
    noa, django_assert_max_num_queries
):
    here = browser_of(noa)
    with django_assert_max_num_queries(6):
        here.get("/he/account/")
    for _ in range(20):
        browser_of(noa, IPHONE)
    with django_assert_max_num_queries(6):
        page = here.get("/he/account/").content.decode()

    assert page.count("Safari · iPhone</bdi></span>") == 20


# --- is it you? ---


@pytest.mark.parametrize(
    "place", ["password/", "email/", "app/", "passkey/", "recovery-codes/", "factors/1/remove/"]
)
def test_it_asks_who_it_is_before_a_way_in_is_changed(noa, place):
    browser = browser_of(noa)
    long_ago(browser)
    address = f"/he/account/{place}"
    asked = f"/he/account/confirm/?next=/he/account/{place.replace('/', '%2F')}"
    assert browser.get(address)["Location"].replace("%2F", "/") == asked.replace("%2F", "/")
    browser.post(address, {"password": "a quite new password", "email": "new@example.org"})

    noa.refresh_from_db()
    assert noa.check_password(PASSWORD)
    assert noa.email == "noa@example.org"


def test_it_goes_on_once_the_password_was_shown(noa):
    browser = browser_of(noa)
    long_ago(browser)
    form = {"password": PASSWORD, "next": "/he/account/password/"}
    assert browser.post("/he/account/confirm/", form)["Location"] == "/he/account/password/"

    assert browser.get("/he/account/password/").status_code == 200


def test_it_does_not_go_on_with_another_password(noa):
    browser = browser_of(noa)
    long_ago(browser)
    response = browser.post("/he/account/confirm/", {"password": "wrong"})

    assert response.context["form"].errors["password"]
    assert browser.get("/he/account/password/").status_code == 302


def test_it_counts_how_often_one_tries_to_be_somebody(noa):
    browser = browser_of(noa)
    long_ago(browser)
    for _ in range(10):
        browser.post("/he/account/confirm/", {"password": "wrong"})
    response = browser.post("/he/account/confirm/", {"password": PASSWORD})

    assert "בעוד 15 דקות" in response.content.decode()
    assert {each.purpose for each in SignInAttempt.objects.all()} == {"confirmation"}


# --- name and address ---


def test_it_changes_the_name_and_keeps_the_former_one_in_the_trail(noa):
    browser_of(noa).post("/he/account/name/", {"name": "נועה לוי"})

    noa.refresh_from_db()
    assert noa.name == "נועה לוי"
    assert last_act().detail == {"before": "", "after": "נועה לוי"}


def test_it_changes_the_address_at_once_where_there_is_no_mail(noa):
    browser_of(noa).post("/he/account/email/", {"email": "Noa.Levi@Example.org"})

    assert person_with_email_or_none("noa.levi@example.org") == noa
    assert last_act().action == "change e-mail address"


def test_it_gives_nobody_the_address_of_another(noa):
    factories.make_user("sami@example.org")
    response = browser_of(noa).post("/he/account/email/", {"email": "SAMI@example.org"})

    assert response.context["form"].errors["email"]
    noa.refresh_from_db()
    assert noa.email == "noa@example.org"


def test_it_makes_no_second_person_with_one_address(noa):
    with pytest.raises(AddressTaken):
        create_person(email="NOA@example.org", name="Noa", password="x", by=SYSTEM)


# --- password ---


def test_it_changes_the_password_and_signs_out_elsewhere(noa):
    here, there = browser_of(noa), browser_of(noa, IPHONE)
    response = here.post("/he/account/password/", {"password": "tall-cedar-9"}, follow=True)

    assert is_in(here)
    assert not is_in(there)
    assert len(response.context["sessions"]) == 1
    assert last_act().detail == {"sessions_ended": 1}
    noa.refresh_from_db()
    assert noa.check_password("tall-cedar-9")


def test_it_wants_a_password_that_is_not_ones_name(noa):
    response = browser_of(noa).post("/he/account/password/", {"password": "noa@example"})

    assert response.context["form"].errors["password"]
    noa.refresh_from_db()
    assert noa.check_password(PASSWORD)


# --- where one is signed in ---


def test_it_lists_where_one_is_signed_in_this_place_first(noa):
    here, _there = browser_of(noa), browser_of(noa, IPHONE)
    rows = here.get("/he/account/").context["sessions"]

    assert [(row.browser, row.is_here, row.client) for row in rows] == [
        ("Firefox · Linux", True, "127.0.0.1"),
        ("Safari · iPhone", False, "127.0.0.1"),
    ]


def test_it_ends_a_session_elsewhere_for_good(noa):
    here, there = browser_of(noa), browser_of(noa, IPHONE)
    row = next(row for row in here.get("/he/account/").context["sessions"] if not row.is_here)
    here.post(f"/he/account/sessions/{row.pk}/end/")

    assert is_in(here)
    assert not is_in(there)
    assert last_act().action == "end session"
    assert len(here.get("/he/account/").context["sessions"]) == 1


def test_it_ends_all_other_sessions(noa):
    here = browser_of(noa)
    others = [browser_of(noa) for _ in range(3)]
    here.post("/he/account/sessions/end-others/")

    assert is_in(here)
    assert not any(is_in(each) for each in others)
    assert last_act().detail == {"sessions": 3}


def test_it_ends_no_session_of_somebody_else(noa):
    sami = factories.make_user("sami@example.org")
    his, hers = browser_of(sami), browser_of(noa)
    [session] = sessions_of(sami)
    hers.post(f"/he/account/sessions/{session.pk}/end/")

    assert is_in(his)
    assert not Record.objects.filter(action="end session").exists()


def test_it_lists_no_session_that_is_over(noa):
    here, there = browser_of(noa), browser_of(noa, IPHONE)
    there.post("/he/sign-out/")
    assert len(here.get("/he/account/").context["sessions"]) == 1
    noa.set_password(PASSWORD)  # at the keyboard of the server, where no session is known
    noa.save()

    assert sessions_of(noa) == []


def test_it_forgets_in_the_end_what_is_over(noa):
    from allauth.usersessions.models import UserSession

    for _ in range(3):
        browser_of(noa).post("/he/sign-out/")
    browser_of(noa)

    assert UserSession.objects.count() == 1


def test_it_notes_a_session_anew_after_an_hour_and_not_before(
    noa, django_assert_num_queries, monkeypatch
):
    from allauth.usersessions.models import UserSession

    here = browser_of(noa)
    first = UserSession.objects.get().last_seen_at
    here.get("/he/account/")
    assert UserSession.objects.get().last_seen_at == first
    session = here.session
    session["seen"] = session["seen"] | {"at": first.timestamp() - 3_601}
    session.save()
    here.get("/he/account/")

    assert UserSession.objects.get().last_seen_at > first

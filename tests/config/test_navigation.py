"""The navigation: who is shown which pages, and where one stands."""

import re

import pytest

from tests.personas import signed_in

pytestmark = pytest.mark.django_db


def destinations(client, path):
    page = client.get(path).content.decode()
    nav = page[
        page.index('class="site-nav"') : page.index("</nav>", page.index('class="site-nav"'))
    ]
    return re.findall(r'<a href="/he/i/ready-together/([^"]*)"(?: aria-current="(\w+)")?', nav)


def names(client):
    return [href for href, _current in destinations(client, "/he/i/ready-together/")]


def test_everybody_finds_only_the_pages_that_open_for_them(ready_together):
    visitor = names(signed_in("anonymous"))
    assert "plan/" not in visitor
    assert "load/" not in visitor
    member = {*visitor, "plan/", "people/", "records/", "figures/"}
    assert set(names(signed_in("funder", ready_together))) == member
    assert set(names(signed_in("data_lead", ready_together))) == {*member, "load/"}
    assert set(names(signed_in("backbone", ready_together))) >= {*visitor, "settings/", "load/"}


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("", {("", "page")}),
        ("map/", {("map/", "page")}),
        ("factors/F2/", {("map/", "true")}),
        ("indicators/I1/", {("indicators/", "true")}),
    ],
)
def test_it_says_where_one_stands(ready_together, path, here):
    found = destinations(signed_in("anonymous"), f"/he/i/ready-together/{path}")
    assert {(href, current) for href, current in found if current} == here


def test_every_page_that_is_shown_opens(ready_together):
    client = signed_in("backbone", ready_together)
    for href in names(client):
        assert client.get(f"/he/i/ready-together/{href}").status_code == 200, href

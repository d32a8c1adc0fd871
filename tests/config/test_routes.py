"""A route that does not say whom it is for lets nothing start."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from shidra.config import routes
from shidra.config.readiness import NotReady, make_ready
from shidra.config.routes import undeclared_routes
from shidra.ui.management.site import Refused
from shidra.ui.policies import Policy

PLANTED = override_settings(ROOT_URLCONF="tests.config.planted_routes")


@pytest.mark.django_db  # fields of JSON ask the database whether it knows them
def test_every_route_says_whom_it_is_for():
    assert [str(route) for route in undeclared_routes()] == []
    assert [each for each in run_checks() if each.id == "shidra.E001"] == []


def test_every_open_door_says_why():
    silent = [
        route.name
        for route in routes.routes()
        if route.policy and route.policy.kind != "right" and not route.policy.why
    ]
    assert silent == []


@PLANTED
@pytest.mark.django_db
def test_it_names_a_planted_route_in_djangos_own_check():
    with pytest.raises(SystemCheckError, match=r"planted \(planted/\) declares no policy"):
        call_command("check")


@PLANTED
@pytest.mark.django_db
def test_it_starts_no_command_and_no_server_with_a_planted_route():
    with pytest.raises(NotReady, match=r"planted \(planted/\)"):
        make_ready()
    with pytest.raises((NotReady, Refused), match=r"planted \(planted/\)"):
        call_command("serve", port=0)
    with pytest.raises((NotReady, Refused), match=r"planted \(planted/\)"):
        call_command("demo", no_serve=True)


@PLANTED
def test_it_names_the_route_on_the_terminal_and_ends_with_2(monkeypatch, capsys):
    from shidra.config.program import run

    assert run(["load", "somewhere"]) == 2
    assert "planted (planted/)" in capsys.readouterr().err


@PLANTED
def test_it_takes_the_word_of_the_table_for_a_librarys_route(monkeypatch):
    monkeypatch.setitem(routes.THIRD_PARTY, "planted", Policy("everybody", why="a test"))

    assert undeclared_routes() == []

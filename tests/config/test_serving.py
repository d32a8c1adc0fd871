"""The server and the demo, as processes: where they answer, and how they end."""

import re
import signal
import socket
import stat
import time
import urllib.error
import urllib.request

import pytest

from tests.config.installation import free_port


def wait_for(process, port, path="/he/sign-in/"):
    """The answer of the server once it is there."""
    for _ in range(300):
        assert process.poll() is None, process.communicate()
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def end(process, how=signal.SIGTERM):
    process.send_signal(how)
    said, complained = process.communicate(timeout=60)
    return process.returncode, said, complained


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_ends_cleanly_when_told_to(ready, how):
    port = free_port()
    process = ready.start("serve", "--port", port)
    response = wait_for(process, port)

    assert response.status == 200
    assert response.headers["Content-Language"] == "he"
    code, said, complained = end(process, how)
    assert code == 0
    assert said == ""
    assert f"http://127.0.0.1:{port}/" in complained
    assert "Traceback" not in complained
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_it_serves_styles_and_fonts_without_a_step_of_collecting_them(ready):
    port = free_port()
    process = ready.start("serve", "--port", port)
    page = wait_for(process, port).read().decode()
    try:
        for kind in (r'rel="stylesheet" href="([^"]+)"', r'rel="preload" href="([^"]+)"'):
            (address,) = re.findall(kind, page)[:1]
            response = urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=10)
            assert response.status == 200
            assert len(response.read()) > 1000
    finally:
        end(process)


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_it_refuses_a_taken_port_in_one_line_before_anything_else(installation, command):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = installation.run(command, "--port", port)

    assert process.returncode == 2
    assert len(process.complained.strip().splitlines()) == 1
    assert str(port) in process.complained
    assert not installation.database.exists()


@pytest.mark.parametrize(
    "arguments",
    [("--port", 99999), ("--port", -1), ("--host", "no such host"), ("--workers", 0)],
    ids=["port too large", "port too small", "no address", "no worker"],
)
def test_it_refuses_an_address_that_cannot_be(installation, arguments):
    process = installation.run("serve", *arguments)
    assert process.returncode == 2, process.complained
    assert len(process.complained.strip().splitlines()) == 1


def test_it_leaves_no_worker_behind_when_it_is_killed(ready):
    port = free_port()
    process = ready.start("serve", "--port", port)
    wait_for(process, port)
    process.kill()
    process.communicate(timeout=30)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            break
        time.sleep(0.1)
    else:
        raise AssertionError("a worker still answers")


# --- the demo ---


def table_counts(installation):
    names = installation.query("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: installation.query(f"SELECT COUNT(*) FROM {name}")
        for (name,) in names
        if name != "sqlite_sequence"
    }


def test_it_prepares_the_example_and_says_how_to_sign_in(demo):
    installation, process = demo

    assert installation.query(
        "SELECT code, is_illustrative, is_public FROM initiatives_initiative"
    ) == [("ready-together", 1, 1)]
    people = installation.query("SELECT email, is_demo, is_superuser FROM accounts_user")
    assert len(people) == 7
    assert all(is_demo for _email, is_demo, _super in people)
    assert [email for email, _demo, is_super in people if is_super] == ["admin@demo.example"]
    roles = installation.query("SELECT role FROM initiatives_membership ORDER BY id")
    assert [role for (role,) in roles] == [
        "backbone", "data_lead", "funder", "partner_editor", "community_member", "auditor",
    ]  # fmt: skip
    kept = installation.data / "demo-password.txt"
    assert kept.read_text().strip() in process.said
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for email, _demo, _super in people:
        assert email in process.said


def test_it_changes_nothing_when_it_runs_again(demo):
    installation, process = demo
    before = table_counts(installation)
    again = installation.run("demo", "--no-serve")

    assert again.returncode == 0
    assert again.said == process.told
    assert table_counts(installation) == before


def test_it_lets_the_personas_into_what_is_loaded_later(demo, shared):
    installation, _process = demo
    loaded = installation.run("load", shared / "data" / "five-units.xlsx")
    assert loaded.returncode == 0, loaded.complained

    roles = dict(
        installation.query(
            "SELECT i.code, COUNT(*) FROM initiatives_membership m "
            "JOIN initiatives_initiative i ON i.id = m.initiative_id GROUP BY i.code"
        )
    )
    assert roles == {"ready-together": 6, "five-units": 6}
    assert "This is a demo" in loaded.complained
    assert installation.query("SELECT MIN(is_public) FROM initiatives_initiative") == [(1,)]


def test_it_prints_no_password_and_opens_nothing_outside_the_demo(installation, shared):
    loaded = installation.run("load", shared / "data" / "five-units.xlsx")
    assert loaded.returncode == 0, loaded.complained

    assert installation.query("SELECT is_public FROM initiatives_initiative") == [(0,)]
    assert installation.query("SELECT COUNT(*) FROM accounts_user") == [(0,)]
    assert "shidra open five-units" in loaded.complained
    assert "password" not in (loaded.said + loaded.complained).lower()
    assert not (installation.data / "demo-password.txt").exists()


def test_it_keeps_the_demo_out_of_an_installation_of_real_people(ready):
    installation = ready
    installation.run(
        "shell", "-c", "from shidra.accounts.models import User;"
        "User.objects.create_user('noa@example.org', 'x')",
    )  # fmt: skip
    process = installation.run("demo", "--no-serve")

    assert process.returncode == 2
    assert "SHIDRA_DATA" in process.complained
    assert installation.query("SELECT email FROM accounts_user") == [("noa@example.org",)]
    assert installation.query("SELECT COUNT(*) FROM initiatives_initiative") == [(0,)]


def test_it_says_so_when_the_further_workbook_is_not_there(installation):
    process = installation.run("demo", "--no-serve", "--load", "nowhere.xlsx")

    assert process.returncode == 2
    assert "nowhere.xlsx" in process.complained
    assert not installation.database.exists()


def test_it_answers_in_hebrew_without_sign_in_and_names_the_example(demo):
    installation, _process = demo
    port = free_port()
    process = installation.start("demo", "--port", port)
    response = wait_for(process, port, "/")
    page = response.read().decode()

    assert response.url == f"http://127.0.0.1:{port}/he/"
    assert "מוכנים יחד" in page
    assert end(process)[0] == 0
    assert not list(installation.data.glob("fault-*"))

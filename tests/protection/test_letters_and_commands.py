"""What reaches people without their asking, and what is printed: letters, calendars, commands.

Letters and calendars say what waits and what has changed, never how large anything is. So that the
same search is seen to find something, it is also made in letters that were told figures.
"""

import ast
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import shidra
from shidra.audit.actions import record
from shidra.audit.models import SYSTEM, RowChange
from shidra.audit.queries import model_label
from shidra.funding.models import Instalment
from shidra.measurement.models import Indicator, Observation, Target
from shidra.network.models import Activity, Promise
from shidra.notifications import registry
from shidra.notifications.actions import follow, make_digests, wishes_of
from shidra.notifications.models import Letter
from shidra.notifications.queries import CALENDAR, address_key
from shidra.notifications.registry import Asking, Due
from shidra.submissions.actions.reminding import remind
from tests.access.world import World
from tests.protection.everywhere import AUDIENCE_OF, build_everything
from tests.protection.hunting import given_away, texts_of, told_by_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]

# Those who have an account; whoever has none gets no letter.
READERS = sorted(set(AUDIENCE_OF) - {"anonymous"})

# Who tells in letters and calendars what is due, and what can be followed. Whoever adds one says
# here what it tells: what waits, by name and day.
TELLERS = {
    "agenda": "clauses to comment on, to answer and to sign",
    "figures": "that figures are owed, and of which measure and period",
    "instalments": "sums of money and their days",
    "invitations": "that somebody may be let in",
    "map": "what of the map is to be said or adopted",
    "promises": "what was promised, and until when",
    "reservations": "that a reservation of a gap runs out",
}
FOLLOWED = {"factor", "gap", "indicator", "initiative", "organisation", "promise"}
# What hands a letter to the mail server or to the outbox, and what that letter is about.
WRITERS = {
    "accounts/actions/mailed_codes.py": "a code to sign in",
    "invitations/actions.py": "that a link to sign in was made",
    "notifications/actions/sending.py": "what waits in the outbox",
    "submissions/actions/reminding.py": "that figures are owed, and of which measure and period",
}
SENDING = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "queue_notice"}
# At the keyboard of the server one may see everything; of all commands `series` alone answers as
# if a visitor asked, and test_audiences walks it.
COMMANDS: Mapping[str, str] = {
    "series": "figures, as a visitor is told them; as they are with --unprotected",
    "certify": "how many numbers are hidden, and what could be worked out",
    "publish": "which period was frozen, and how far its tables stand",
    "gaps": "what is missing: money, people who answer, knowledge",
    "plan": "what money would buy",
    "load": "what a workbook changes, by table and row",
    "submit": "what a partner's file holds",
    "template": "an empty workbook",
    "map": "the map without figures",
    "letters": "the letters that are walked below",
    "audit-log": "who did what",
    "open": "who may see an initiative",
    "sign-in-link": "a link",
    "backup": "where everything was saved",
    "restore": "what was brought back",
    "demo": "the example, which is made up",
    "doctor": "whether the server is well",
    "serve": "pages, which are walked",
}


def everything_happened() -> World:
    """All is due today and has just changed, and everybody follows it."""
    world = build_everything()
    ours, today = world.ours, timezone.localdate()
    Promise.objects.update(due_on=today, state="open")
    Instalment.objects.update(due_on=today, paid_on=None)
    rows = [
        row
        for model, of in (
            (Promise, {"initiative": ours.initiative}),
            (Activity, {"initiative": ours.initiative}),
            (Indicator, {"initiative": ours.initiative}),
            (Observation, {"indicator__code": "M5"}),
            (Target, {"indicator__code": "M5"}),
        )
        for row in model._default_manager.filter(**of)
    ]
    record(
        action="load workbook",
        by=SYSTEM,
        initiative=ours.code,
        changes=[
            RowChange(model_label(type(row)), row.pk, "changed", {}, _amounts(row)) for row in rows
        ],
    )
    followed = [(kind, ours.codes[kind]) for kind in ("factor", "indicator")]
    followed += [("organisation", ours.owner.code), ("initiative", ours.code)]
    followed += [("promise", each.code) for each in rows if isinstance(each, Promise)]
    for person in world.people.values():
        for kind, code in followed:
            follow(person=person, initiative=ours.code, kind=kind, code=code)
    return world


def _amounts(row: object) -> dict[str, str]:
    """The trail keeps what a row said: letters read that trail."""
    names = ("numerator", "denominator", "value")
    return {name: str(getattr(row, name)) for name in names if hasattr(row, name)}


def letters_of(world: World) -> dict[str, list[str]]:
    """What everybody is written today, by the name of the reader."""
    names = {person.pk: name for name, person in world.people.items()}
    found: dict[str, list[str]] = {}
    now = timezone.now() + timedelta(minutes=1)
    remind(initiative=world.ours.initiative, today=timezone.localdate(), by=SYSTEM)
    for letter in (*make_digests(now=now), *Letter.objects.exclude(kind=Letter.Kind.DIGEST)):
        said = found.setdefault(names[letter.person_id], [])
        said += [letter.subject, letter.text, letter.html]
    return found


def calendar_of(world: World, reader: str) -> list[str]:
    key = address_key(wishes_of(world.people[reader]), CALENDAR)
    return texts_of(Client().get(reverse("notifications:calendar", kwargs={"key": key})))


@pytest.fixture
def post_office(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def test_of_everything_that_writes_it_is_said_what_it_tells():
    assert set(registry._tellers) == set(TELLERS)
    assert registry.kinds() == FOLLOWED
    assert set(writers()) == set(WRITERS)
    ours = {name for name, app in get_commands().items() if str(app).startswith("shidra")}
    assert ours == set(COMMANDS)


def writers() -> Iterator[str]:
    """The files in which something is mailed, or put where it is mailed from."""
    root = Path(shidra.__file__).parent
    for file in root.rglob("*.py"):
        calls = (
            each for each in ast.walk(ast.parse(file.read_text())) if isinstance(each, ast.Call)
        )
        if any(isinstance(call.func, ast.Name) and call.func.id in SENDING for call in calls):
            yield str(file.relative_to(root))


def test_no_letter_and_no_calendar_tells_a_reader_one_cell_more(post_office):
    world = everything_happened()
    letters = letters_of(world)
    wrong = {}
    for reader in READERS:
        told = told_by_table(AUDIENCE_OF[reader])
        said = [*letters[reader], *calendar_of(world, reader)]
        if found := given_away(said, told):
            wrong[reader] = found
    assert wrong == {}
    assert any("five units" in text for text in letters["partner_editor"]), (
        "it changed, and is owed"
    )
    assert Letter.objects.filter(kind=Letter.Kind.NOTICE).exists()


def test_figures_in_a_letter_are_found(post_office, monkeypatch):
    """Somebody adds a teller that asks the record and not the exit."""

    def careless(asking: Asking) -> Iterator[Due]:
        for row in Observation.objects.filter(indicator__code="M5"):
            passed, pupils = int(row.numerator or 0), int(row.denominator or 0)
            yield Due(
                key=f"figure/{row.pk}",
                title=f"{passed} of {pupils} passed: {100 * passed / pupils:.1f}%",
                href="/",
                due_on=asking.today,
                weight=100,
            )

    world = everything_happened()
    monkeypatch.setitem(registry._tellers, "careless", careless)
    assert set(registry._tellers) != set(TELLERS)
    letters = letters_of(world)
    for reader in READERS:
        told = told_by_table(AUDIENCE_OF[reader])
        assert given_away(letters[reader], told)
        assert given_away(calendar_of(world, reader), told)

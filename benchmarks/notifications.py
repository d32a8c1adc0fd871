"""Letters and calendars of a very large initiative against an empty page, in CPU time, in one run.

2,000 organisations, 20,000 promises of which each has a day, 5,000 people who may get a letter.
A letter is read anew for each person: its ratio tells what one more reader costs.
"""

import time
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.pages import FIVE_UNITS, READY_TOGETHER, cpu_of, get
from benchmarks.records import fill

LETTERS = 200


def measure() -> dict[str, float]:
    """CPU of one letter, and of each calendar, ÷ CPU of the empty page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings
    from django.utils import timezone

    from shidra.accounts.models import User
    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook
    from shidra.initiatives.models import Initiative, Membership
    from shidra.network.models import Promise

    call_command("migrate", verbosity=0)
    path: Path = FIVE_UNITS if FIVE_UNITS.is_dir() else READY_TOGETHER
    code = load_workbook(path=path, by=SYSTEM).initiative
    initiative = Initiative.objects.get(code=code)
    fill(initiative)
    soon = timezone.localdate() + timedelta(days=7)
    Promise.objects.filter(initiative=initiative).update(due_on=soon, state="open")
    person, _is_new = User.objects.get_or_create(email="bench@people.example")
    Membership.objects.get_or_create(initiative=initiative, user=person, role="backbone")
    client = Client()
    client.force_login(person)
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.urls"):
        return _ratios(client, f"/he/i/{code}/")


def _ratios(client: object, at: str) -> dict[str, float]:
    from shidra.accounts.models import User
    from shidra.notifications.actions import wishes_of
    from shidra.notifications.presentation import calendar_path

    partner = User.objects.get(email="person0@people.example")
    base = cpu_of(lambda: get(client, f"{at}empty/"))
    return {
        "a letter": _of_a_letter() / base,
        "own calendar": cpu_of(lambda: get(client, calendar_path(wishes_of(partner)))) / base,
        "what waits for me": cpu_of(lambda: get(client, "/he/mine/")) / base,
        "calendar of all": cpu_of(lambda: get(client, f"{at}calendar.ics")) / base,
        "what waits for a partner of very many promises": _of_a_busy_partner(partner) / base,
    }


def _of_a_busy_partner(person: object) -> float:
    """CPU seconds of the page of somebody whose organisation made a thousand promises."""
    from django.test import Client

    from shidra.network.models import Organisation, Promise

    own = Organisation.objects.filter(affiliations__user=person).latest("pk")
    of_its_own = Promise.objects.filter(initiative=own.initiative)
    many = list(of_its_own.order_by("-pk").values_list("pk", flat=True)[:1_000])
    Promise.objects.filter(pk__in=many).update(organisation=own)
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return cpu_of(lambda: get(client, "/he/mine/"))


def _of_a_letter() -> float:
    """CPU seconds of one letter, on the average of many; nothing is kept."""
    from django.utils import timezone

    from shidra.notifications.actions import make_digests

    start = time.process_time()
    made = len(list(islice(make_digests(now=timezone.now(), keep=False), LETTERS)))
    assert made == LETTERS, made
    return (time.process_time() - start) / LETTERS

"""The network of a very large initiative against an empty page, in CPU time, in one run.

2,000 organisations, 20,000 promises (some of them late), 5,000 people, 4,000 activities. Every list
is to stay within 15; on 22 November 2026 the largest were partners 10.3, promises searched 10.0 and
the time line of activities 9.9.
"""

from datetime import date, timedelta
from typing import Any

from benchmarks.pages import READY_TOGETHER, cpu_of, get
from benchmarks.records import fill

ACTIVITIES = 4_000
PAGES = {
    "partners": "partners/",
    "partners, last page": "partners/?page=84",
    "partners, searched": "partners/?q=1234",
    "a partner": "partners/ORG7/",
    "a group of residents": "groups/population:bedouin/",
    "promises": "promises/",
    "promises, last page": "promises/?page=400",
    "promises, searched": "promises/?q=1234",
    "promises, late": "promises/?state=late&kind=data",
    "activities": "activities/",
    "activities, last page": "activities/?page=999",
    "activities, narrowed": "activities/?place=1161&group=population:bedouin",
    "an activity": "activities/W7/",
}


def measure() -> dict[str, float]:
    """CPU of each page ÷ CPU of the empty page, medians of 20."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings

    from shidra.accounts.models import User
    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook
    from shidra.initiatives.models import Initiative, Membership
    from shidra.network.models import Promise

    call_command("migrate", verbosity=0)
    code = load_workbook(path=READY_TOGETHER, by=SYSTEM).initiative
    initiative = Initiative.objects.get(code=code)
    fill(initiative)
    Promise.objects.filter(initiative=initiative, code__endswith="7").update(
        due_on=date(2020, 1, 1), state="open"
    )
    if initiative.activities.count() < ACTIVITIES:
        _do(initiative)
    person, _is_new = User.objects.get_or_create(email="bench@people.example")
    Membership.objects.get_or_create(initiative=initiative, user=person, role="backbone")
    client = Client()
    client.force_login(person)
    at = f"/he/i/{code}/"
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.urls"):
        base = cpu_of(lambda: get(client, f"{at}empty/"))
        return {
            name: cpu_of(lambda url=url: get(client, at + url)) / base
            for name, url in PAGES.items()
        }


def _do(initiative: Any) -> None:
    """Activities of all partners, each on two factors and at one place."""
    from shidra.i18n.text import Text
    from shidra.initiatives.models import Place
    from shidra.network.models import Activity, Organisation
    from shidra.roadmap.models import Factor

    partners = list(Organisation.objects.filter(initiative=initiative, code__startswith="ORG"))
    factors = list(Factor.objects.filter(initiative=initiative))
    places = list(Place.objects.filter(initiative=initiative))
    start = date(2024, 1, 1)
    made = Activity.objects.bulk_create(
        Activity(
            initiative=initiative,
            code=f"W{n}",
            organisation=partners[n % len(partners)],
            name=Text.of(he=f"פעילות {n}", ar=f"نشاط {n}", en=f"activity {n}"),
            kind=Activity.Kind.values[n % 2],
            starts_on=start + timedelta(days=n % 700),
            ends_on=start + timedelta(days=n % 700 + 400),
        )
        for n in range(ACTIVITIES)
    )
    on, at = Activity.factors.through, Activity.places.through
    on.objects.bulk_create(
        on(activity=each, factor=factors[(n + step) % len(factors)])
        for n, each in enumerate(made)
        for step in (0, 1)
    )
    at.objects.bulk_create(
        at(activity=each, place=places[n % len(places)]) for n, each in enumerate(made)
    )

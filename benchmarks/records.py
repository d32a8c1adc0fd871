"""Lists and forms of a very large initiative against an empty page, in CPU time, in one run.

2,000 organisations, 20,000 promises, 5,000 people; the empty page is the signed-in frame. Every list
is to stay within 15; on 22 November 2026 the largest were promises sorted by partner 9.9, their last
page 9.7 and searched 9.2. The form of a new promise, which offers a thousand partners, took 11.1.
"""

from pathlib import Path

from benchmarks.pages import FIVE_UNITS, READY_TOGETHER, cpu_of, get

ORGANISATIONS, PROMISES, PEOPLE = 2_000, 20_000, 5_000


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

    call_command("migrate", verbosity=0)
    path: Path = FIVE_UNITS if FIVE_UNITS.is_dir() else READY_TOGETHER
    code = load_workbook(path=path, by=SYSTEM).initiative
    initiative = Initiative.objects.get(code=code)
    fill(initiative)
    person, _is_new = User.objects.get_or_create(email="bench@people.example")
    Membership.objects.get_or_create(initiative=initiative, user=person, role="backbone")
    client = Client()
    client.force_login(person)
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.urls"):
        return _ratios(client, f"/he/i/{code}/")


def _ratios(client: object, at: str) -> dict[str, float]:
    base = cpu_of(lambda: get(client, f"{at}empty/"))
    return {
        name: cpu_of(lambda url=url: get(client, f"{at}records/{url}")) / base
        for name, url in PAGES.items()
    }


PAGES = {
    "index": "",
    "organisations": "organisations/",
    "promises": "promises/",
    "promises, last page": f"promises/?page={PROMISES // 50}",
    "promises, sorted by partner": "promises/?sort=partner",
    "promises, searched": "promises/?q=1234",
    "promises, narrowed": "promises/?kind=data&state=kept",
    "observations": "observations/",
    "a new promise": "promises/add/",
}


def fill(initiative: object) -> None:
    """Partners, their promises and their people, straight into the database, once.

    Several benchmarks of one run fill the same initiative, or another one with the same people.
    """
    from shidra.accounts.models import User
    from shidra.i18n.text import Text
    from shidra.initiatives.models import Membership
    from shidra.network.models import Affiliation, Organisation, Promise

    if Promise.objects.filter(initiative=initiative).count() >= PROMISES:
        return

    def named(words: str) -> Text:
        return Text.of(he=f"{words} בעברית", ar=f"{words} بالعربية", en=f"{words} in English")

    partners = Organisation.objects.bulk_create(
        Organisation(
            initiative=initiative, code=f"ORG{n}", name=named(f"partner {n}"), sector="ngo"
        )
        for n in range(ORGANISATIONS)
    )
    kinds, states = Promise.Kind.values, Promise.State.values
    Promise.objects.bulk_create(
        (
            Promise(
                initiative=initiative,
                code=f"P{n}",
                organisation=partners[n % ORGANISATIONS],
                kind=kinds[n % len(kinds)],
                state=states[n % len(states)],
                text=named(f"promise {n}"),
            )
            for n in range(PROMISES)
        ),
        batch_size=1_000,
    )
    addresses = [f"person{n}@people.example" for n in range(PEOPLE)]
    User.objects.bulk_create(
        (User(email=address, password="!") for address in addresses), ignore_conflicts=True
    )
    people = list(User.objects.filter(email__startswith="person", email__in=addresses))
    Membership.objects.bulk_create(
        Membership(initiative=initiative, user=each, role="partner_editor") for each in people
    )
    Affiliation.objects.bulk_create(
        Affiliation(user=each, organisation=partners[n % ORGANISATIONS])
        for n, each in enumerate(people)
    )

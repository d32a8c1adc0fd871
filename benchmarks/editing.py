"""Saving one change of the map and seeing the new map, against seeing it: ratios of one run."""

import json
from collections.abc import Callable

from benchmarks.pages import FIVE_UNITS, READY_TOGETHER, cpu_of, get


def measure() -> dict[str, float]:
    """CPU of a save with the map it leads to ÷ CPU of the map in work, medians of 20."""
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
    code = "five-units" if FIVE_UNITS.is_dir() else "ready-together"
    if not Initiative.objects.filter(code=code).exists():
        load_workbook(path=FIVE_UNITS if FIVE_UNITS.is_dir() else READY_TOGETHER, by=SYSTEM)
    initiative = Initiative.objects.get(code=code)
    person = User.objects.create_user("editor@people.example", "!")
    Membership.objects.create(initiative=initiative, user=person, role="backbone")
    client = Client()
    client.force_login(person)
    at = f"/he/i/{code}/map/edit/"
    with override_settings(ALLOWED_HOSTS=["*"]):
        saving = _saving(client, at, initiative.factors.exclude(code="O").first().code)
        saving()  # the first change opens the draft
        seen, saved = cpu_of(lambda: get(client, at)), cpu_of(saving)
        led_to = saving()
        return {
            "save a change and see the map / see that map": saved
            / cpu_of(lambda: get(client, led_to)),
            "save a change and see the map / see the map with nothing chosen": saved / seen,
            "map in work / map that counts": seen
            / cpu_of(lambda: get(client, f"/he/i/{code}/map/")),
        }


def _saving(client: object, at: str, factor: str) -> Callable[[], str]:
    """One stage later, then one earlier, and so on: each saves, and shows the map anew.

    It answers with the address of that map, where the factor is chosen.
    """
    stage = [1]

    def save() -> str:
        way = "later" if stage[0] == 1 else "earlier"
        was = json.dumps({"stage": str(stage[0])})
        answer = client.post(  # type: ignore[attr-defined]
            f"{at}act/", {"act": way, "factor": factor, "was": was}, follow=True
        )
        assert answer.status_code == 200, answer.status_code  # noqa: PLR2004
        stage[0] = 3 - stage[0]
        return str(answer.redirect_chain[-1][0])

    return save

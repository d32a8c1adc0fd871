"""Pages of the largest example against an empty page, in CPU time, in one run.

The empty page is the signed-in frame: the base template with the same session and the same access
queries, and nothing in it.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

RUNS = 20
FIVE_UNITS = Path(__file__).resolve().parents[2] / "shared" / "data" / "five-units"
READY_TOGETHER = Path(__file__).resolve().parents[1] / "src/shidra/exchange/ready_together"


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
    code = "five-units" if FIVE_UNITS.is_dir() else "ready-together"
    load_workbook(path=FIVE_UNITS if FIVE_UNITS.is_dir() else READY_TOGETHER, by=SYSTEM)
    person, _is_new = User.objects.get_or_create(email="bench@people.example")
    Membership.objects.get_or_create(
        initiative=Initiative.objects.get(code=code), user=person, role="backbone"
    )
    client = Client()
    client.force_login(person)
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.urls"):
        return _ratios(client, f"/he/i/{code}/", f"/he/i/{code}/empty/")


def _ratios(client: object, at: str, empty: str) -> dict[str, float]:
    pages = {
        "overview": at,
        "map": f"{at}map/",
        "missing": f"{at}missing/",
        "money": f"{at}money/",
        "partners": f"{at}partners/",
        "indicators": f"{at}indicators/",
        "disparities": f"{at}disparities/",
        **measure_of(at),
    }
    base = cpu_of(lambda: get(client, empty))
    return {name: cpu_of(lambda url=url: get(client, url)) / base for name, url in pages.items()}


def measure_of(at: str) -> dict[str, str]:
    """One measure in each of its views; that of the largest example, which is not shipped."""
    if not FIVE_UNITS.is_dir():
        print(f"SKIPPED: the page of a measure of five-units, for {FIVE_UNITS} is not there")
        return {}
    page = f"{at}indicators/M5/"
    views = {
        f"indicator {view}": f"{page}?view={view}" for view in ("groups", "places", "disparity")
    }
    return {"indicator": page} | views


def get(client: object, url: str) -> None:
    response = client.get(url)  # type: ignore[attr-defined]
    assert response.status_code == 200, (url, response.status_code)  # noqa: PLR2004


def cpu_of(work: Callable[[], object]) -> float:
    """Median CPU seconds of one call, after two to warm up."""
    work()
    work()
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)

"""What every test stands on: real data where there is some, people, and Hebrew first."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Machines are noisy: an example that takes long is no failure.
settings.register_profile("shidra", deadline=None)
settings.load_profile("shidra")

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    # Read by tests/settings.py; declared here so that pytest knows it.
    parser.addoption("--db", choices=["sqlite", "postgres"], default="sqlite")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files and single tests run in one process, all else in one for each core."""
    asked = [Path(each.partition("::")[0]) for each in config.args]
    return 0 if all(each.suffix == ".py" for each in asked) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL nothing is run that asks for no database: it cannot change that."""
    if config.getoption("--db") == "postgres":
        left = [each for each in items if not _asks_for_the_database(each)]
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if each not in set(left)]


def _asks_for_the_database(item: Any) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or bool({"db", "transactional_db"} & set(item.fixturenames))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; without it the test is skipped, and says so."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED ON REAL DATA: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied() -> Iterator[None]:
    """After a test with real transactions Django empties all tables; the guards in them let it."""
    from django.core.management.commands import flush

    from shidra.audit.actions import lift_guards
    from shidra.config.boundaries import let_go

    empty = flush.Command.handle

    def lift_and_empty(self: flush.Command, **options: Any) -> None:
        lift_guards(using=options["database"])
        let_go(using=options["database"])
        empty(self, **options)  # at its end it tells that tables were made: the guards come back

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", lift_and_empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def _tokens_that_spell_nothing() -> Iterator[None]:
    """A page carries forms, and forms carry chance: what must not be on a page is never in that."""
    from django.middleware import csrf

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csrf, "CSRF_ALLOWED_CHARS", "qxzjQXZJ")
        yield


@pytest.fixture(autouse=True)
def _hebrew_first() -> Iterator[None]:
    """Each test starts in the language that a visitor starts in."""
    from django.utils import translation

    with translation.override("he"):
        yield


@pytest.fixture(autouse=True)
def _lake_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees the files of another one; most make none."""
    from django.conf import settings as site

    kept = site.LAKE
    site.LAKE = kept.with_name(f"lake-{abs(hash(request.node.nodeid))}")
    yield
    shutil.rmtree(site.LAKE, ignore_errors=True)
    site.LAKE = kept


@pytest.fixture
def ready_together(db):
    """The illustrative initiative, loaded as everybody loads it, open to visitors."""
    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook
    from shidra.initiatives.models import Initiative

    load_workbook(path=REPOSITORY / "src/shidra/exchange/ready_together", by=SYSTEM)
    Initiative.objects.filter(code="ready-together").update(is_public=True)
    return Initiative.objects.get(code="ready-together")


@pytest.fixture
def five_units(db, shared: Path):
    """The real initiative, loaded as everybody loads it, open to visitors."""
    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook
    from shidra.initiatives.models import Initiative

    load_workbook(path=shared / "data" / "five-units", by=SYSTEM)
    Initiative.objects.filter(code="five-units").update(is_public=True)
    return Initiative.objects.get(code="five-units")

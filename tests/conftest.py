"""What every test stands on: real data where there is some, people, and Hebrew first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    # Read by tests/settings.py; declared here so that pytest knows it.
    parser.addoption("--db", choices=["sqlite", "postgres"], default="sqlite")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; without it the test is skipped, and says so."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED ON REAL DATA: {SHARED} is absent")
    return SHARED


@pytest.fixture(autouse=True)
def _hebrew_first() -> Iterator[None]:
    """Each test starts in the language that a visitor starts in."""
    from django.utils import translation

    with translation.override("he"):
        yield

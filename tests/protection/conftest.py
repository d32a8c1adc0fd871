"""One moment for whoever looks for figures in all that is said: hours and days are numbers, too."""

from datetime import UTC, datetime

import pytest

from shidra.protection import actions

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same time of day whenever the tests are run: at 04:43 six of 43 stood on a page.

    Tables that were read are remembered by key and moment, and each test begins with the same keys.
    """
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(actions, "_READ", {})

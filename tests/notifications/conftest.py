"""A mail server that keeps what is sent, an initiative, a partner's editor and the backbone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative
from shidra.network.models import Affiliation, Organisation, Promise
from tests import factories

__all__ = ["in_days"]


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def post_office(settings):
    """A mail server that keeps what is sent."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def together(db) -> Initiative:
    return factories.make_initiative("together")


@pytest.fixture
def nevet(together: Initiative) -> Organisation:
    return factories.make_organisation(together, "NEVET")


@pytest.fixture
def noa(together: Initiative, nevet: Organisation) -> User:
    """Edits what is her organisation's."""
    person = factories.make_user("noa@example.org", together, "partner_editor")
    Affiliation.objects.create(user=person, organisation=nevet)
    return person


@pytest.fixture
def dana(together: Initiative) -> User:
    return factories.make_user("dana@example.org", together, "backbone")


@pytest.fixture
def promise(nevet: Organisation) -> Promise:
    """What Noa's organisation promised, due in three days."""
    return make_promise(nevet, "P1", "story kits in Arabic", 3)


def make_promise(partner: Organisation, code: str, words: str, days: int | None, **fields):
    due_on = None if days is None else in_days(days)
    return Promise.objects.create(
        initiative=partner.initiative,
        code=code,
        organisation=partner,
        kind="staff",
        text=factories.text(words),
        due_on=due_on,
        **fields,
    )

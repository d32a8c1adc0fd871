"""A workshop of a test's own, and the phones in its room."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.workshops.actions import open_workshop
from shidra.workshops.models import Suggestion, Workshop
from tests.factories import make_factor, make_initiative, make_link, text

__all__ = ["FACILITATOR", "a_map", "a_workshop", "join", "send", "sent"]

FACILITATOR = Actor(label="Michal", id="7")


def a_map(**fields: Any) -> Initiative:
    """An initiative with two factors that lead to an outcome."""
    initiative = make_initiative("together", **fields)
    outcome = make_factor(initiative, "O", kind="outcome", stage=3, name=text("ready for school"))
    first = make_factor(initiative, "F1", name=text("quality of day care"))
    second = make_factor(initiative, "F2", stage=2, name=text("parents who read"))
    make_link(first, outcome)
    make_link(second, outcome)
    return initiative


def a_workshop(initiative: Initiative, **fields: Any) -> Workshop:
    given: dict[str, Any] = {
        "title": text("an evening in Hura"),
        "question": text("what stands in the way?"),
        "ends_at": timezone.now() + timedelta(hours=2),
        "shows_map": True,
        "shows_others": True,
        "by": FACILITATOR,
    }
    return open_workshop(initiative=initiative, **given | fields)


def join(workshop: Workshop) -> Client:
    """A phone that has come in."""
    phone = Client()
    assert phone.get(f"/he/w/{workshop.code}/").status_code == 200
    return phone


def form_of(phone: Client, workshop: Workshop, kind: str) -> dict[str, str]:
    """The hidden mark of the form, as a browser would send it back."""
    page = phone.get(f"/he/w/{workshop.code}/{kind}/").content.decode()
    found = re.search(r'name="sending" value="(\w+)"', page)
    assert found is not None
    return {"sending": found[1]}


def send(phone: Client, workshop: Workshop, kind: str = "factor", **typed: str) -> Any:
    """Fill in the form and send it."""
    filled = {"words": "the bus does not come"} if kind != "link" else {"sign": "+"}
    return phone.post(
        f"/he/w/{workshop.code}/{kind}/", form_of(phone, workshop, kind) | filled | typed
    )


def sent(workshop: Workshop) -> list[Suggestion]:
    return list(Suggestion.objects.filter(workshop=workshop).order_by("pk"))

"""People around an agenda, and what they do with it in a browser."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from shidra.agenda.actions import adopt_agenda, open_consultation, save_draft, start_draft
from shidra.agenda.models import AgendaVersion, Wording
from shidra.audit.models import Actor
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Affiliation, Organisation
from tests.factories import make_user

MICHAL = Actor(label="Michal")


def member(
    initiative: Initiative,
    name: str,
    role: str,
    *,
    of: Organisation | Group | None = None,
) -> Client:
    """The browser of a member, who may belong to an organisation or a group of residents."""
    user = make_user(f"{name.lower()}@people.example", initiative, role)
    user.name = name
    user.save()
    if isinstance(of, Organisation):
        Affiliation.objects.create(user=user, organisation=of)
    elif of is not None:
        Affiliation.objects.create(user=user, group=of)
    client = Client()
    client.force_login(user)
    return client


def at(initiative: Initiative, rest: str = "", language: str = "en") -> str:
    return f"/{language}/i/{initiative.code}/agenda/{rest}"


def typed(client: Client, initiative: Initiative, number: int, **changes: Any) -> dict[str, Any]:
    """What the draft's form sends when somebody opens it and changes some fields."""
    form = client.get(at(initiative, f"{number}/edit/")).context["form"]
    return sent(form) | changes


def sent(form: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for bound in [*form, *(each for row in form.earlier for each in row)]:
        value = bound.value()
        if hasattr(bound.field.widget, "decompress"):
            words = bound.field.widget.decompress(value)
            names = [f"{bound.html_name}_{code}" for code in LANGUAGES]
            found |= dict(zip(names, words, strict=True))
        else:
            found[bound.html_name] = "" if value is None else value
    rows = form.earlier
    prefix = rows.management_form.prefix
    found |= {
        f"{prefix}-TOTAL_FORMS": rows.total_form_count(),
        f"{prefix}-INITIAL_FORMS": rows.initial_form_count(),
    }
    return {name: value for name, value in found.items() if value is not None}


def draft(initiative: Initiative, **words: Any) -> AgendaVersion:
    """A draft that could be adopted; `words` replace what it says."""
    version = start_draft(initiative=initiative, by=MICHAL)
    document = version.wording
    texts = {
        "result": Text.of(en="Every child is ready"),
        "problem": Text.of(en="Four in ten are not"),
    } | words
    wording = Wording(
        **{name: getattr(document, name) for name in Wording.__dataclass_fields__} | texts
    )
    return save_draft(version=version, wording=wording, edition=version.edition, by=MICHAL)


def in_consultation(initiative: Initiative, days: int = 14, **words: Any) -> AgendaVersion:
    version = draft(initiative, **words)
    until = timezone.localdate() + timedelta(days=days)
    return open_consultation(version=version, until=until, edition=version.edition, by=MICHAL)


def adopted(initiative: Initiative, **words: Any) -> AgendaVersion:
    version = in_consultation(initiative, days=0, **words)
    return adopt_agenda(
        version=version,
        on=timezone.localdate(),
        edition=version.edition,
        by=MICHAL,
        decided_by=Text.of(en="The leading team"),
        reason=Text.of(en="So it was decided"),
    )

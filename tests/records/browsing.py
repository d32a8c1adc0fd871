"""Forms of records as a browser sends them: everything that the page shows, and what one types."""

from typing import Any

from django.test import Client

from shidra.audit.models import Record
from shidra.exchange.queries.stored import lasting_id, stored_rows
from shidra.initiatives.models import Initiative
from shidra.network.models import Affiliation, Organisation
from tests.personas import person, signed_in

__all__ = ["Desk", "belonging", "newest", "number_of"]


def number_of(initiative: Initiative, table: str, code: str) -> int:
    """By which the record of a code is asked for."""
    for row in stored_rows(table, initiative):
        if getattr(row, "code", None) == code or (table == "factors" and row.factor.code == code):
            return lasting_id(table, row)
    raise AssertionError(f"no {code} in {table}")


def newest(action: str = "") -> Record:
    return Record.objects.filter(action__startswith=action)[0]


def belonging(role: str, initiative: Initiative, organisation: str) -> Client:
    """Somebody of this role who belongs to an organisation."""
    client = signed_in(role, initiative)
    Affiliation.objects.get_or_create(
        user=person(role, initiative),
        organisation=Organisation.objects.get(initiative=initiative, code=organisation),
    )
    return client


class Desk:
    """The records of one initiative in one person's browser."""

    def __init__(self, client: Client, initiative: Initiative, language: str = "he") -> None:
        self.client, self.at = client, f"/{language}/i/{initiative.code}/records/"

    def get(self, path: str = "", status: int = 200) -> Any:
        response = self.client.get(self.at + path)
        assert response.status_code == status, (path, response.status_code)
        return response

    def open(self, path: str) -> dict[str, Any]:
        """What the form of a page would send if nothing were typed."""
        response = self.get(path)
        sent: dict[str, Any] = {"opened": response.context["page"].opened, "act": "save"}
        for field in response.context["form"]:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else value
        return sent

    def post(self, path: str, sent: dict[str, Any] | None = None, status: int = 200) -> Any:
        response = self.client.post(self.at + path, sent or {})
        assert response.status_code == status, (path, response.status_code, errors(response))
        return response

    def save(self, path: str, **typed: Any) -> Any:
        """Open a form, type, save; the page that follows."""
        sent = self.open(path) | {f"cell-{name}": value for name, value in typed.items()}
        return self.post(path, sent, status=302)

    def say(self, response: Any) -> str:
        """The text of a page."""
        return response.content.decode()


def errors(response: Any) -> Any:
    form = response.context and response.context.get("form")
    return {name: list(said) for name, said in form.errors.items()} if form else None

"""A partner at its browser: files of its own, pages, and what they say."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Observation
from shidra.submissions.actions import put_duty
from shidra.submissions.models import Submission
from tests.personas import signed_in
from tests.records.browsing import belonging

__all__ = ["Partner", "asked_for", "book", "keeper", "stored", "table"]


def book(rows: Sequence[Sequence[Any]], title: str = "גיליון1") -> bytes:
    """A spreadsheet of somebody's own."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def table(*rows: Sequence[Any]) -> bytes:
    """A .csv of somebody's own."""
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


class Partner:
    """Somebody who hands in figures of one organisation, in one language."""

    def __init__(
        self, client: Client, initiative: Initiative, organisation: str, language: str = "he"
    ) -> None:
        self.client = client
        self.root = f"/{language}/i/{initiative.code}/figures/"
        self.at = f"{self.root}of/{organisation}/"

    @classmethod
    def of(cls, initiative: Initiative, organisation: str, language: str = "he") -> "Partner":
        client = belonging("partner_editor", initiative, organisation)
        return cls(client, initiative, organisation, language)

    def get(self, path: str = "", status: int = 200) -> str:
        response = self.client.get(self.at + path)
        assert response.status_code == status, (path, response.status_code)
        return response.content.decode()

    def upload(self, content: bytes, name: str = "figures.xlsx", into: str = "") -> str:
        """Choose a file; the address of the page that follows."""
        file = SimpleUploadedFile(name, content)
        response = self.client.post(f"{self.at}hand-in/{into}", {"file": file})
        assert response.status_code == 302, response.content.decode()
        return response.url

    def look(self, content: bytes, name: str = "figures.xlsx", into: str = "") -> Any:
        """The dry run of a file; the address of it stands in `address`."""
        response = self.client.get(self.upload(content, name, into), follow=True)
        assert response.status_code == 200
        response.address = response.redirect_chain[-1][0] if response.redirect_chain else ""
        return response

    def hand_in(
        self, content: bytes, name: str = "figures.xlsx", act: str = "submit", into: str = ""
    ) -> Submission:
        """Look at a file and keep what holds."""
        address = self.upload(content, name, into)
        page = self.client.get(address)
        assert page.status_code == 200, (page.status_code, getattr(page, "url", ""))
        held = page.context["into"]
        sent = {"act": act} | ({"edition": held.edition} if held else {})
        response = self.client.post(address, sent)
        assert response.status_code == 302
        return Submission.objects.get(number=int(response.url.rstrip("/").rpartition("/")[2]))

    def move(self, submission: Submission, to: str, note: str = "", status: int = 302) -> Any:
        return step(self.client, self.root, submission, to, note, status)


def step(
    client: Client, root: str, submission: Submission, to: str, note: str = "", status: int = 302
) -> Any:
    """Take a submission further by its page."""
    submission.refresh_from_db()
    sent = {"to": to, "edition": submission.edition, "note": note}
    response = client.post(f"{root}{submission.number}/move/", sent)
    assert response.status_code == status
    submission.refresh_from_db()
    return response


def keeper(initiative: Initiative, language: str = "he") -> Partner:
    """The data lead, who stands for nobody."""
    return Partner(signed_in("data_lead", initiative), initiative, "", language)


def asked_for(
    initiative: Initiative, organisation: str, indicator: str, place: str = "", **more: Any
) -> None:
    """A partner is asked for a measure."""
    put_duty(
        organisation=initiative.organisations.get(code=organisation),
        indicator=Indicator.objects.get(initiative=initiative, code=indicator),
        place=initiative.places.get(code=place) if place else None,
        by=SYSTEM,
        **{"since": "2025/26", "days_after": 30} | more,
    )


def stored(
    initiative: Initiative, indicator: str, period: str, place: str, groups: str = ""
) -> Any:
    """The observation of a cell."""
    return Observation.objects.filter(
        indicator__initiative=initiative,
        indicator__code=indicator,
        period=period,
        place__code=place,
        **({"group_set__key": groups} if groups else {"group_set": None}),
    ).first()

"""Loading from the browser: first what would change, then the decision to save."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shidra.accounts.models import User
from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import load_workbook
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative, Membership
from shidra.network.models import Organisation
from tests.exchange.workbooks import Tables, as_folder, as_spreadsheet, sound

pytestmark = pytest.mark.django_db

ADDRESS = "/en/i/brook/load/"


@pytest.fixture
def brook(tmp_path) -> Initiative:
    load_workbook(path=as_folder(sound(), tmp_path / "book"), by=SYSTEM)
    return Initiative.objects.get(code="brook")


def person(initiative: Initiative | None, role: str, email: str = "") -> Client:
    user = User.objects.create_user(email or f"{role}@example.org", "a long password")
    if initiative is not None:
        Membership.objects.create(initiative=initiative, user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin@example.org", "a long password"))
    return client


def file_of(tables: Tables, folder: Path) -> SimpleUploadedFile:
    path = as_spreadsheet(tables, folder / "our list.xlsx")
    return SimpleUploadedFile(path.name, path.read_bytes())


def waiting() -> list[Path]:
    folder = Path(settings.DATA) / "uploads"
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path / "data"


def edited() -> Tables:
    tables = sound()
    tables["organisations"][0]["name_he"] = "קרן אחרת"
    tables["needs"][0]["amount"] = "-1"
    return tables


@pytest.mark.parametrize("role", ["backbone", "data_lead"])
def test_it_shows_what_would_change_and_saves_only_when_told_so(brook, tmp_path, role):
    client = person(brook, role)
    handed_in = client.post(ADDRESS, {"file": file_of(edited(), tmp_path)})
    assert handed_in.status_code == 302
    review = handed_in.headers["Location"]
    page = client.get(review)
    words = strip(page.content.decode())
    assert "1 row would be rejected; all others hold." in words
    assert "1 row would be changed." in words
    assert "our list.xlsx" in words
    assert "The number is negative." in words
    assert "An amount of money of 0 or more" in words
    assert Organisation.objects.get(code="FUND").name.words("he") == "קרן"
    saved = client.post(review, follow=True)
    assert saved.redirect_chain == [(ADDRESS, 302)]
    assert "1 row was saved." in strip(saved.content.decode())
    assert Organisation.objects.get(code="FUND").name.words("he") == "קרן אחרת"
    assert Record.objects.filter(action="load workbook")[0].actor_label == f"{role}@example.org"
    assert Record.objects.filter(action="load workbook")[0].subject == "our list.xlsx"
    assert waiting() == []


@pytest.mark.parametrize(
    "role", ["partner_editor", "funder", "community_member", "auditor", "visitor"]
)
def test_nobody_else_may_load(brook, tmp_path, role):
    client = person(brook, role)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"file": file_of(edited(), tmp_path)}).status_code == 404
    assert waiting() == []


def test_a_visitor_may_not_load(brook):
    assert Client().get(ADDRESS).status_code == 404
    assert Client().get("/en/load/").status_code == 404


def test_a_file_waits_for_the_person_who_handed_it_in_only(brook, tmp_path):
    review = person(brook, "backbone").post(ADDRESS, {"file": file_of(edited(), tmp_path)})
    other = person(brook, "data_lead")
    assert other.get(review.headers["Location"], follow=True).redirect_chain == [(ADDRESS, 302)]
    assert len(waiting()) == 2


def test_it_says_on_the_page_why_a_file_cannot_be_read(brook):
    client = person(brook, "backbone")
    page = client.post(
        ADDRESS, {"file": SimpleUploadedFile("report.xlsx", b"%PDF-1.7")}, follow=True
    )
    assert "This is a PDF." in page.content.decode()
    assert waiting() == []


def test_it_refuses_the_workbook_of_another_initiative(brook, tmp_path):
    tables = sound()
    tables["initiative"][0]["code"] = "river"
    client = person(brook, "backbone")
    page = client.post(ADDRESS, {"file": file_of(tables, tmp_path)}, follow=True)
    assert "“river”, not of “brook”" in page.content.decode()
    assert Initiative.objects.count() == 1


def test_it_refuses_a_file_above_the_limit_before_reading_it(brook, settings, tmp_path):
    settings.SHIDRA_UPLOAD_BYTES = 100
    client = person(brook, "backbone")
    page = client.post(ADDRESS, {"file": file_of(sound(), tmp_path)})
    assert "larger than" in page.content.decode()
    assert waiting() == []


def test_the_administrator_loads_a_new_initiative(tmp_path):
    client = administrator()
    page = client.post("/en/load/", {"file": file_of(sound(), tmp_path)}, follow=True)
    assert "Every row holds." in page.content.decode()
    assert Initiative.objects.count() == 0
    client.post(page.redirect_chain[0][0])
    assert Initiative.objects.get().code == "brook"


def test_only_the_administrator_loads_a_new_initiative(brook):
    assert person(brook, "backbone").get("/en/load/").status_code == 404


def test_everybody_may_take_the_empty_workbook():
    answer = Client().get("/he/load/template/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="workbook.xlsx"'
    assert b"".join(answer.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_pages_speak_every_language(brook, tmp_path, language):
    client = person(brook, "backbone")
    address = f"/{language}/i/brook/load/"
    assert f'lang="{language}"' in client.get(address).content.decode()
    page = client.post(address, {"file": file_of(edited(), tmp_path)}, follow=True)
    said = {
        "he": "המספר שלילי.",
        "ar": "العدد سالب.",
        "en": "The number is negative.",
    }[language]
    assert said in page.content.decode()

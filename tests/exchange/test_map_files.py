"""The road map in other programs: out, back, and from strangers."""

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from shidra.audit.models import Record
from shidra.exchange.maps import FORMATS, carried_by, write_map
from shidra.exchange.queries.maps import drawn_map, version_asked
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import full_access
from shidra.roadmap.models import EvidenceItem, FactorEntry, RoadmapVersion
from shidra.ui.management.site import Refused
from tests.exchange.strangers import counts, load, strangers_map, the_map, written
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_carries_survives_the_way_out_and_back(brook, tmp_path, name, language):
    path = written(brook, name, tmp_path, language)
    before = the_map(brook)
    loaded = load(brook, path)
    assert not loaded.report.is_change
    assert not list(loaded.report.rejections)
    assert (loaded.matched.without_sign, loaded.matched.not_in_file) == (0, ())
    empty_and_back = _into_an_empty_map(path)
    assert the_map(empty_and_back) == before


def _into_an_empty_map(path: Path) -> Initiative:
    """The same file taken into another initiative that has the owner and nothing on its map."""
    other = Initiative.objects.create(code="other", name=Text.of(en="Other"), currency="ILS")
    other.organisations.create(code="NGO", name=Text.of(en="NGO"), sector="ngo")
    load(other, path)
    return other


def test_every_format_says_what_it_carries():
    formats = {name for part in carried_by() for name in part.formats}
    assert formats == set(FORMATS)
    evidence = next(part for part in carried_by() if part.part == "evidence")
    assert evidence.formats == {"tables"}


def test_evidence_comes_back_with_our_own_tables(brook, tmp_path):
    path = written(brook, "tables", tmp_path)
    EvidenceItem.objects.filter(code="E1").update(citation="spoilt")
    load(brook, path)
    assert EvidenceItem.objects.get(code="E1").citation == "A study"


def test_independent_readers_find_the_same_nodes_edges_and_words(brook, tmp_path):
    graphml = nx.read_graphml(written(brook, "graphml", tmp_path))
    gexf = nx.read_gexf(written(brook, "gexf", tmp_path))
    kumu = json.loads(written(brook, "kumu", tmp_path).read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(written(brook, "kumu-sheets", tmp_path))
    by_hand = ET.parse(written(brook, "graphml", tmp_path)).getroot()
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    names = {node: words["label"] for node, words in graphml.nodes(data=True)}
    assert names == {"O": "תוצאה", "F1": "גורם", "F2": "גורם ב"}
    assert {node: words["label"] for node, words in gexf.nodes(data=True)} == names
    assert {each["id"]: each["label"] for each in kumu["elements"]} == names
    rows = list(book["Elements"].iter_rows(values_only=True))
    at = {heading: place for place, heading in enumerate(rows[0])}
    assert {row[at["ID"]]: row[at["Label"]] for row in rows[1:]} == names
    edges = set(graphml.edges)
    assert edges == {("F1", "O"), ("F2", "F1")}
    assert set(gexf.edges) == edges
    assert {(each["from"], each["to"]) for each in kumu["connections"]} == edges
    found = by_hand.findall(".//g:edge", space)
    assert {(edge.get("source"), edge.get("target")) for edge in found} == edges
    assert gexf.edges["F1", "O"]["effect"] == 0.125
    assert graphml.edges["F1", "O"]["lag_months"] == 18
    assert kumu["connections"][1]["type"] == "Hinders"


def test_a_factor_renamed_in_another_program_is_renamed_in_that_language_alone(brook, tmp_path):
    path = written(brook, "kumu", tmp_path, "ar")
    blueprint = json.loads(path.read_text(encoding="utf-8"))
    blueprint["elements"][1]["label"] = "اسم جديد"
    path.write_text(json.dumps(blueprint), encoding="utf-8")
    loaded = load(brook, path)
    assert counts(loaded)["factors"] == (0, 1, 2, 0)
    draft = brook.roadmap_versions.get(status="draft")
    name = FactorEntry.objects.get(version=draft, factor__code="F1").name
    assert (name.words("he"), name.words("ar")) == ("גורם", "اسم جديد")


def test_a_strangers_map_meets_ours_by_name_and_what_it_lacks_is_told(brook, tmp_path):
    loaded = load(brook, strangers_map(tmp_path))
    assert loaded.matched.found_by_name == ("F1",)
    assert counts(loaded) == {"factors": (2, 1, 0, 0), "links": (2, 0, 0, 0)}
    assert (loaded.matched.without_sign, loaded.matched.without_strength) == (1, 2)
    assert loaded.matched.without_direction == 1
    assert loaded.matched.not_in_file == ("F2", "O")
    assert [notice.column for notice in loaded.report.warnings] == ["colour"]
    draft = brook.roadmap_versions.get(status="draft")
    found = {entry.factor.code: entry for entry in draft.entries.select_related("factor")}
    assert found["F3"].name.words("he") == "תחבורה ציבורית"
    assert found["F3"].track == "roads"
    links = {
        (link.source.code, link.target.code): (link.sign, link.strength, link.status)
        for link in draft.links.select_related("source", "target")
    }
    assert links["F4", "F3"] == ("-", 2, "hypothesised")
    assert links["F3", "F1"] == ("+", 2, "hypothesised")


def test_a_file_taken_in_twice_changes_nothing_the_second_time(brook, tmp_path):
    load(brook, strangers_map(tmp_path))
    before, records = the_map(brook), Record.objects.count()
    again = load(brook, strangers_map(tmp_path))
    assert not again.report.is_change
    assert (the_map(brook), Record.objects.count()) == (before, records)


def test_nothing_is_adopted_and_a_dry_run_leaves_no_trace(brook, tmp_path):
    records = Record.objects.count()
    load(brook, strangers_map(tmp_path), dry_run=True)
    assert brook.roadmap_versions.count() == 1
    assert Record.objects.count() == records
    load(brook, strangers_map(tmp_path))
    adopted = brook.roadmap_versions.get(status=RoadmapVersion.Status.ADOPTED)
    assert adopted.entries.count() == 3
    told = Record.objects.filter(action="load map").get()
    assert told.subject == "kumu.json"


# --- at the keyboard ---------------------------------------------------------------------------


def test_the_command_lists_what_an_export_leaves_out(brook, tmp_path, capsys):
    call_command("map", "export", "brook", str(tmp_path / "brook.graphml"), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["factors"], told["links"]) == ("graphml", 3, 2)
    assert told["left_out"] == {"evidence": 2, "measures": 2}
    assert nx.read_graphml(tmp_path / "brook.graphml").number_of_nodes() == 3


def test_the_command_takes_a_map_in_and_tells_with_1_of_rejected_rows(brook, tmp_path, capsys):
    path = strangers_map(tmp_path, connections=[{"from": "גורם", "to": "גורם"}])
    with pytest.raises(SystemExit) as stop:
        call_command("map", "import", "brook", str(path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (stop.value.code, told["written"]) == (1, True)
    assert told["not_in_file"] == ["F2", "O"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "brook", "brook.docx"), "names no format"),
        (("export", "nowhere", "brook.json"), "no initiative"),
        (("export", "brook", "brook.json", "--number", "9"), "no version 9"),
        (("export", "brook", "/nowhere/at/all/brook.json"), "cannot be written"),
        (("import", "brook", "/nowhere/at/all/brook.json"), "no file"),
    ],
)
def test_the_command_refuses_with_a_sentence(brook, words, told):
    with translation.override("en"), pytest.raises(Refused) as refused:
        call_command("map", *words)
    assert told in str(refused.value)


def test_an_export_that_fails_leaves_the_file_as_it_was(brook, tmp_path, monkeypatch):
    path = tmp_path / "map.json"
    path.write_text("mine")
    form = FORMATS["kumu"]
    drawn = drawn_map(full_access("brook"), version_asked(full_access("brook")), "he")
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(OSError, match="No space"):
        write_map(drawn, form, path, "he")
    assert path.read_text() == "mine"
    assert list(tmp_path.glob(".map*")) == []


def _full_disk(_handle):
    raise OSError(28, "No space left on device")


# --- in the browser ----------------------------------------------------------------------------


def client_of(initiative: Initiative, role: str) -> Client:
    client = Client()
    client.force_login(make_user(f"{role}@example.org", initiative, role))
    return client


def handed_in(client: Client, path: Path) -> str:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/en/i/brook/map/load/", {"file": file})["Location"]


def test_a_director_sees_what_would_change_before_a_map_goes_into_the_draft(brook, tmp_path):
    director = client_of(brook, Membership.Role.BACKBONE)
    review = handed_in(director, strangers_map(tmp_path))
    page = director.get(review).content.decode()
    assert "taken for a factor because it is called the same" in page
    assert "not in this file and stay as they are" in page
    assert brook.roadmap_versions.count() == 1
    saved = director.post(review, follow=True)
    assert "rows were saved" in saved.content.decode()
    assert brook.roadmap_versions.get(status="draft").entries.count() == 5


def test_a_partner_takes_the_map_but_may_not_bring_one(brook, tmp_path):
    partner = client_of(brook, Membership.Role.PARTNER_EDITOR)
    page = partner.get("/en/i/brook/map/files/").content.decode()
    assert "/en/i/brook/map/files/gexf/" in page
    assert "Take in a map" not in page
    file = partner.get("/en/i/brook/map/files/gexf/")
    graph = nx.read_gexf(io.BytesIO(b"".join(file.streaming_content)))
    assert set(graph.nodes) == {"O", "F1", "F2"}
    assert partner.get("/en/i/brook/map/load/").status_code == 404
    assert partner.get("/en/i/brook/map/files/docx/").status_code == 404


def test_a_draft_is_taken_only_by_those_who_may_change_it(brook, tmp_path):
    load(brook, strangers_map(tmp_path))
    partner, director = (client_of(brook, role) for role in ("partner_editor", "backbone"))
    assert partner.get("/en/i/brook/map/files/kumu/?version=2").status_code == 404
    answer = director.get("/en/i/brook/map/files/kumu/?version=2")
    assert "תחבורה" in b"".join(answer.streaming_content).decode()


def test_private_evidence_stays_out_of_a_strangers_file_and_cannot_be_overwritten(brook, tmp_path):
    EvidenceItem.objects.filter(code="E1").update(visibility="private")
    backbones = written(brook, "tables", tmp_path)
    partner = client_of(brook, "partner_editor")
    answer = partner.get("/en/i/brook/map/files/tables/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book["evidence"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["code", "E2"]
    EvidenceItem.objects.filter(code="E1").update(citation="the real one")
    lead = client_of(brook, "data_lead")
    review = handed_in(lead, backbones)
    page = lead.get(review).content.decode()
    assert "has the code of one that you do not see" in page
    lead.post(review)
    assert EvidenceItem.objects.get(code="E1").citation == "the real one"

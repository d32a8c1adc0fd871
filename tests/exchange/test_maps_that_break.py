"""Maps of other programs that are broken, too large, or made to do harm."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from shidra.exchange.maps import read_map
from shidra.exchange.workbook import WorkbookError
from tests.exchange.strangers import counts, load, strangers_map, the_map

pytestmark = pytest.mark.django_db


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
    b'<node id="&b;"/></graph></graphml>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "secret.txt">]>'
    b"<gexf><graph><nodes><node id='&a;'/></nodes></graph></gexf>"
)
UNDIRECTED = (
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">'
    b'<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>'
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "This is no map"),
        (b'{"elements": [', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"elements": 3}', "no map of Kumu"),
        (b'["elements"]', "no map of Kumu"),
        ('{"elements": [{"label": "גורם"}]}'.encode("iso-8859-8"), "UTF-8"),
        (BILLION, "can do harm"),
        (OUTSIDE, "can do harm"),
        (UNDIRECTED, "no direction"),
        (b"<html><p>hello</p></html>", "is no GraphML"),
        (b"<gexf><nothing/></gexf>", "is no GEXF"),
        (b"<graphml>\xff\xfe\xfd</graphml>", "no XML"),
        (b"<graphml><node></graphml>", "no XML"),
    ],
)
def test_a_broken_file_gets_a_clear_error_and_nothing_is_half_saved(brook, tmp_path, content, told):
    path, before = tmp_path / "map", the_map(brook)
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as refused, translation.override("en"):
        load(brook, path)
    with translation.override("en"):
        assert told in str(refused.value)
    assert the_map(brook) == before
    assert brook.roadmap_versions.count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        # Half a letter: JSON can write it down, no page and no record can.
        (b'{"elements": [{"label": "x\\ud800"}]}', "UTF-8"),
        (b'{"elements": [{"label": "x", "\\udfff": 1}]}', "UTF-8"),
        (b'{"elements": [' + b'{"attributes":' * 900 + b"{}" + b"}" * 900 + b"]}", "not JSON"),
        (b'{"elements": [{"label": ' + b"[" * 900 + b"]" * 900 + b"}]}", "not JSON"),
        (b'{"elements": [{"label": ' + b"[" * 5000 + b"]" * 5000 + b"}]}", "not JSON"),
    ],
)
def test_what_only_json_can_say_is_refused_with_a_sentence(brook, tmp_path, content, told):
    path = tmp_path / "map.json"
    path.write_bytes(content)
    with translation.override("en"), pytest.raises(WorkbookError) as refused:
        load(brook, path)
    with translation.override("en"):
        assert told in str(refused.value)
    assert brook.roadmap_versions.count() == 1


def test_a_bomb_in_a_spreadsheet_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * 80_000_000)
    with pytest.raises(WorkbookError):
        read_map(path)


def test_bad_rows_are_named_and_stop_no_good_one(brook, tmp_path):
    path = strangers_map(
        tmp_path,
        connections=[
            {"from": "גורם", "to": "גורם"},
            {"from": "nobody", "to": "גורם"},
            {"from": "שכר המורים", "to": "גורם", "strength": 9},
            {"from": "שכר המורים", "to": "תחבורה ציבורית"},
        ],
    )
    loaded = load(brook, path)
    found = {(each.row, each.column, each.problem) for each in loaded.report.rejections}
    assert found == {
        (1, "target", "link_to_itself"),
        (2, "source", "unknown_code"),
        (3, "strength", "too_large"),
    }
    assert counts(loaded)["links"] == (1, 0, 0, 3)


def _wide(path: Path) -> None:
    """A small file: few cells, each so far to the right that a million empty ones lie before it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "factors"
    sheet.append(["code", "kind", "name_en"])
    for row in range(2, 200):
        sheet.cell(row, 16384, "x")
    book.save(path)


def _crowded_json(path: Path) -> None:
    path.write_bytes(b'{"elements": [' + b"{}," * 250_000 + b"{}]}")


def _crowded_xml(path: Path) -> None:
    nodes = b"".join(b'<node id="%d"/>' % number for number in range(250_001))
    path.write_bytes(b'<graphml><graph edgedefault="directed">' + nodes + b"</graph></graphml>")


def _leafy_xml(path: Path) -> None:
    leaves = b"<a/>" * 2_000_001
    path.write_bytes(b'<graphml><graph edgedefault="directed">' + leaves + b"</graph></graphml>")


@pytest.mark.parametrize("spoil", [_wide, _crowded_json, _crowded_xml, _leafy_xml])
def test_a_map_of_more_than_anybody_draws_is_refused_before_it_fills_the_memory(tmp_path, spoil):
    path = tmp_path / "map"
    spoil(path)
    with translation.override("en"), pytest.raises(WorkbookError) as refused:
        read_map(path)
    with translation.override("en"):
        assert "too large" in str(refused.value)


DECLARED = (
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
    b'<node id="F1"/><edge source="F1" target="F77"/></graph></graphml>'
)
IN_GEXF = (
    b'<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed">'
    b'<nodes><node id="F1" label="F1"/></nodes>'
    b'<edges><edge id="0" source="F1" target="F77"/></edges></graph></gexf>'
)


@pytest.mark.parametrize("content", [DECLARED, IN_GEXF])
def test_a_link_to_what_the_file_does_not_have_makes_no_factor(brook, tmp_path, content):
    path = tmp_path / "map"
    path.write_bytes(content)
    loaded = load(brook, path)
    found = [(each.table, each.column, each.problem) for each in loaded.report.rejections]
    assert found == [("links", "target", "unknown_code")]
    assert counts(loaded)["factors"][0] == 0

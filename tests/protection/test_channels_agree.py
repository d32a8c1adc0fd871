"""What one channel tells of a cell, all others tell to the same reader: no more, and no otherwise.

The page, its file and its workbook, the answer of the command, the release as a file and a
workbook, the board on screen, as a workbook and on paper: each is read as its readers read it, into
counts and shares of places and sectors, and then they are laid beside each other.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from itertools import product
from math import inf
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Group, Initiative
from shidra.measurement.analysis.exits import Exit
from shidra.measurement.models import Indicator, Target
from shidra.protection.permissions import as_it_is
from shidra.releases.actions import publish_period
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.districts import COUNTS, SECTORS, make_districts, rules_by_audience
from tests.protection.hunting import (
    CELLS,
    PLACES,
    counts,
    counts_told_by_table,
    texts_of,
    told_by_table,
)

pytestmark = pytest.mark.django_db

BASE = "/en/i/together/"
READERS = {
    "anonymous": "visitors",
    "visitor": "visitors",
    "funder": "funders",
    "partner_editor": "partners",
    "community_member": "partners",
}
SIDES = ("Numerator", "Denominator", "Value")
# A place or everywhere, a sector or everybody, and which of the three numbers.
type Told = dict[tuple[str | None, str | None, str], float]
type Channel = Callable[[Client, Initiative], Told]


@pytest.fixture
def together() -> Initiative:
    found = make_districts()
    Group.objects.filter(code="jewish").update(is_reference=True)
    Target.objects.create(indicator=Indicator.objects.get(), period="2020", value="0.81")
    rules_by_audience(found)
    publish_period(initiative=found, period="2016", note="", by=SYSTEM)
    return found


# --- each channel, read ---


def page_of_measure(client: Client, _of: Initiative) -> Told:
    found: Told = {}
    for place, by in product(PLACES, ("sector", "")):
        page = client.get(f"{BASE}indicators/M5/", {"place": place or "", "by": by})
        for (name, of, _period), value in figures_on(page).items():
            if name.capitalize() in SIDES and of.partition("/")[0] in {"M5", f"M5@{place}"}:
                found[place, _sector(of.partition("/")[2]), name.capitalize()] = value
    return found


def files_of_measure(kind: str) -> Channel:
    def read(client: Client, _of: Initiative) -> Told:
        found: Told = {}
        for place in PLACES:
            asked = {"place": place or "", "by": "sector"}
            answer = client.get(f"{BASE}indicators/M5/figures.{kind}", asked)
            found |= _of_lines(_lines(answer, kind))
        return found

    return read


def files_of_release(kind: str) -> Channel:
    def read(client: Client, of: Initiative) -> Told:
        release = of.releases.get()
        return _of_lines(_lines(client.get(f"{BASE}releases/{release.pk}/figures.{kind}"), kind))

    return read


def page_of_release(client: Client, of: Initiative) -> Told:
    """The page tells of a measure what holds for everybody: in words, as people read it."""
    [said] = texts_of(client.get(f"{BASE}releases/{of.releases.get().pk}/"))
    plain = re.sub(r"<[^>]*>", " ", said)
    passed, pupils = counts((None, None))
    assert f"{100 * passed / pupils:.1f}%" in plain
    found = {number: float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", plain)}
    assert {passed, pupils} <= set(found.values())
    return {(None, None, "Numerator"): passed, (None, None, "Denominator"): pupils}


def board_on_screen(client: Client, _of: Initiative) -> Told:
    page = figures_on(client.get(f"{BASE}disparities/?by=sector"))
    return {
        (None, _sector(of.partition("/")[2]), "Value"): value
        for (name, of, _period), value in page.items()
        if name == "value" and of.partition("/")[0] == "M5"
    }


def board_as_workbook(client: Client, _of: Initiative) -> Told:
    answer = client.get(f"{BASE}disparities/board.xlsx?by=sector")
    rows = load_workbook(BytesIO(b"".join(answer)))["The board"].iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    return {
        (None, _sector(str(line["Group"] or "")), "Value"): float(line["Last value"])
        for line in (dict(zip(names, row, strict=True)) for row in rows)
        if line["Last value"] is not None and not str(line["Name"]).startswith("Disparity")
    }


def board_on_paper(client: Client, _of: Initiative) -> Told:
    """By tenths of a percent, as it is printed; a sector stands before its share."""
    [paper] = texts_of(client.get(f"{BASE}disparities/board.pdf?by=sector"))[:1]
    _before, _goal, dumbbells = paper.partition("The goal of all")
    names = {"Everybody": None} | {sector: sector for sector in SECTORS}
    # A sector whose share is hidden is followed by the next one.
    others, found = "|".join(names), dict[Any, float]()
    for name, sector in names.items():
        if said := re.search(rf"\b{name}\b(?:(?!\b(?:{others})\b)[^%])*?(\d+\.\d)%", dumbbells):
            found[None, sector, "Value"] = float(said[1]) / 100
    return found


def answer_of_command(_client: Client, _of: Initiative) -> Told:
    found: Told = {}
    for by in ((), ("sector",), ("place:district",), ("place:district", "sector")):
        out = StringIO()
        options = [option for one in by for option in ("--by", one)]
        call_command("series", "together", "M5", *options, "--json", stdout=out)
        for point in json.loads(out.getvalue()):
            for side in SIDES:
                if (value := point[side.lower()]) is not None:
                    found[point.get("place"), point.get("sector"), side] = float(value)
    return found


def _lines(answer: Any, kind: str) -> Iterator[Mapping[str, Any]]:
    body = b"".join(answer)
    if kind == "csv":
        yield from csv.DictReader(StringIO(body.decode("utf-8-sig")))
        return
    rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    yield from (dict(zip(names, row, strict=True)) for row in rows)


def _of_lines(lines: Iterator[Mapping[str, Any]]) -> Told:
    return {
        (_place(line["Place"]), _sector(line["Group"] or ""), side): float(line[side])
        for line in lines
        for side in SIDES
        if line[side] not in {None, ""} and (line["Group"] or "sector:").startswith("sector:")
    }


def _place(code: str | None) -> str | None:
    return code if code in COUNTS else None


def _sector(key: str) -> str | None:
    return key.removeprefix("sector:") or None


CHANNELS: dict[str, Channel] = {
    "the page": page_of_measure,
    "its file": files_of_measure("csv"),
    "its workbook": files_of_measure("xlsx"),
    "the release": page_of_release,
    "its file of figures": files_of_release("csv"),
    "its workbook of figures": files_of_release("xlsx"),
    "the board": board_on_screen,
    "the board as a workbook": board_as_workbook,
    "the board on paper": board_on_paper,
}
# Whoever runs it stands at the server; it answers as a visitor is answered.
FOR_VISITORS: dict[str, Channel] = {"the command": answer_of_command}
# People read tenths of a percent where machines read all digits.
NEAR = {"the board on paper": 0.0005}


def apart(together: Initiative, reader: str) -> dict[str, Told]:
    """Of each channel what it tells otherwise than the page of the measure, or besides it.

    Beside a hidden share a file may hold one of its two counts, which the page leaves out: as far
    as the table of the audience tells that count.
    """
    client = signed_in(reader, together)
    page = page_of_measure(client, together)
    also = counts_told_by_table(READERS[reader]) if reader in READERS else set()
    channels = CHANNELS | (FOR_VISITORS if reader == "anonymous" else {})
    found = {}
    for name, channel in channels.items():
        told = channel(client, together)
        assert told, name
        found[name] = {
            key: value
            for key, value in told.items()
            if abs(page.get(key, true(key) if key in also else inf) - value) > NEAR.get(name, 1e-9)
        }
    return {name: other for name, other in found.items() if other}


def true(key: tuple[str | None, str | None, str]) -> float:
    """What is stored of a cell."""
    place, sector, side = key
    passed, pupils = counts((place, sector))
    return {"Numerator": passed, "Denominator": pupils, "Value": passed / pupils}[side]


@pytest.mark.parametrize("reader", READERS)
def test_every_channel_tells_a_reader_the_same(together, reader):
    assert apart(together, reader) == {}
    page = page_of_measure(signed_in(reader, together), together)
    shares = {(place, sector) for place, sector, side in page if side == "Value"}
    assert shares == told_by_table(READERS[reader])
    also = counts_told_by_table(READERS[reader])
    for key, value in page.items():
        assert key in also or key[2] == "Value"
        assert value == pytest.approx(true(key), abs=1e-9)


@pytest.mark.parametrize("reader", READERS)
def test_files_tell_as_much_as_the_page_does(together, reader):
    """A file from which something is missing makes people ask elsewhere."""
    client = signed_in(reader, together)
    page = page_of_measure(client, together)
    for kind in ("csv", "xlsx"):
        assert set(page) <= set(files_of_measure(kind)(client, together))
        inner = {key for key in page if key[0] and key[1]}
        assert inner <= set(files_of_release(kind)(client, together))


def test_whoever_has_raw_rights_is_told_every_cell_by_page_file_and_command(together):
    client = signed_in("data_lead", together)
    page = page_of_measure(client, together)
    assert {(place, sector) for place, sector, _side in page} == set(CELLS)
    assert apart(together, "data_lead") == {}


@pytest.mark.parametrize(
    ("broken", "found_in"),
    [
        (files_of_measure, {"its file", "its workbook"}),
        (files_of_release, {"its file of figures", "its workbook of figures"}),
        (board_as_workbook, {"the board as a workbook"}),
        (board_on_paper, {"the board on paper"}),
        (answer_of_command, {"the command"}),
    ],
)
def test_a_channel_with_an_exit_of_its_own_is_found(together, monkeypatch, broken, found_in):
    """One channel after the other hands out what is stored; the page does not."""
    real = Exit.cell
    is_open = False

    def leaking(self, point, **named):
        return as_it_is(point) if is_open else real(self, point, **named)

    def opened_for(channel: Channel) -> Channel:
        def read(client: Client, of: Initiative) -> Told:
            nonlocal is_open
            is_open = True
            try:
                return channel(client, of)
            finally:
                is_open = False

        return read

    monkeypatch.setattr(Exit, "cell", leaking)
    for channels in (CHANNELS, FOR_VISITORS):
        for name in found_in & channels.keys():
            monkeypatch.setitem(channels, name, opened_for(channels[name]))
    assert set(apart(together, "anonymous")) == found_in


def test_a_channel_that_rounds_for_itself_is_found(together, monkeypatch):
    def rounding(client: Client, of: Initiative) -> Told:
        told = files_of_measure("csv")(client, of)
        return {key: round(value, 2) for key, value in told.items()}

    monkeypatch.setitem(CHANNELS, "its file", rounding)
    assert set(apart(together, "anonymous")) == {"its file"}

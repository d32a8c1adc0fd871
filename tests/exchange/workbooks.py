"""Small workbooks to load: one that holds, and a way to spoil it."""

import copy
import csv
import io
from pathlib import Path

import openpyxl

type Tables = dict[str, list[dict[str, object]]]

SOUND: Tables = {
    "initiative": [
        {
            "code": "brook",
            "name_he": "הנחל",
            "name_en": "The Brook",
            "result_he": "הנחל נקי",
            "currency": "ILS",
            "starts_on": "2025-01-01",
            "ends_on": "2027-12-31",
        }
    ],
    "labels": [
        {"kind": "dimension", "code": "sector", "name_en": "Sector"},
        {"kind": "cluster", "code": "2", "name_en": "Second cluster"},
    ],
    "places": [
        {"code": "IL", "name_he": "ישראל", "kind": "country", "parent": None, "cluster": None},
        {"code": "0028", "name_he": "רהט", "kind": "locality", "parent": "IL", "cluster": "2"},
        {"code": "7000", "name_he": "לוד", "kind": "locality", "parent": "IL", "cluster": "4"},
    ],
    "groups": [
        {"dimension": "sector", "code": "arab", "name_he": "ערבי", "priority": "1.5"},
        {"dimension": "sector", "code": "jewish", "name_he": "עברי", "reference": "yes"},
    ],
    "organisations": [
        {"code": "FUND", "name_he": "קרן", "sector": "philanthropy"},
        {"code": "NGO", "name_he": "עמותה", "sector": "ngo"},
    ],
    "factors": [
        {"code": "O", "kind": "outcome", "name_he": "תוצאה", "importance": "5", "owner": "NGO"},
        {"code": "F1", "kind": "factor", "name_he": "גורם", "importance": "4", "owner": None},
        {"code": "F2", "kind": "factor", "name_he": "גורם ב", "importance": "3", "owner": "NGO"},
    ],
    "links": [
        {"source": "F1", "target": "O", "sign": "+", "strength": "3"},
        {"source": "F2", "target": "F1", "sign": "-", "strength": "2"},
    ],
    "evidence": [
        {"code": "E1", "about": "F1>O", "citation": "A study", "url": "https://example.org/1"},
        {"code": "E2", "about": "F2", "citation": "Another", "url": None},
    ],
    "indicators": [
        {"code": "I1", "factor": "O", "name_he": "מדד", "unit": "percent", "better": "higher"},
        {"code": "I2", "factor": "F1", "name_he": "מנין", "unit": "count", "better": "higher"},
    ],
    "observations": [
        {
            "indicator": "I1",
            "period": "2025",
            "place": "0028",
            "sector": "arab",
            "numerator": "30",
            "denominator": "120",
        },
        {
            "indicator": "I1",
            "period": "2025",
            "place": "7000",
            "sector": None,
            "numerator": "50",
            "denominator": "100",
        },
    ],
    "targets": [{"indicator": "I1", "period": "2027", "value": "60", "place": "IL"}],
    "activities": [
        {"code": "A1", "organisation": "NGO", "name_he": "פעולה", "factors": "F1|F2"},
    ],
    "promises": [
        {"code": "P1", "partner": "FUND", "kind": "money", "text_he": "כסף"},
        {"code": "P2", "partner": "sector:arab", "kind": "practice", "text_he": "עשייה"},
    ],
    "needs": [
        {"line": "F1", "year": "2026", "amount": "1000", "place": "0028", "groups": "sector:arab"},
        {"line": "backbone", "year": "2026", "amount": "500.5", "place": None, "groups": None},
    ],
    "commitments": [
        {
            "code": "C1",
            "funder": "FUND",
            "amount": "900",
            "currency": "ILS",
            "signed_on": "2025-12-01",
            "starts_on": "2026-01-01",
            "ends_on": "2026-12-31",
            "lines": "F1|backbone",
        }
    ],
    "instalments": [{"commitment": "C1", "due_on": "2026-01-15", "amount": "900"}],
    "allocations": [
        {"commitment": "C1", "line": "F1", "year": "2026", "amount": "400", "place": "0028"},
        {"commitment": "C1", "line": "backbone", "year": "2026", "amount": "100", "place": None},
    ],
    "options": [
        {
            "code": "Q1",
            "factor": "F1",
            "name_he": "דרך",
            "unit_cost": "100",
            "effect": "0.2",
            "people_kind": "pupils",
        }
    ],
}


def sound() -> Tables:
    """A workbook of all 18 tables in which every row holds."""
    return copy.deepcopy(SOUND)


def header_of(rows: list[dict[str, object]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def as_csv(rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header_of(rows))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_folder(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(as_csv(rows))
    return folder


def as_spreadsheet(tables: Tables, path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        header = header_of(rows)
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(column) for column in header])
    book.save(path)
    return path

"""A map of a stranger, and what becomes of ours when it comes in."""

import json
from pathlib import Path

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_map
from shidra.exchange.maps import FORMATS, write_map
from shidra.exchange.queries.maps import drawn_map, version_asked
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["counts", "load", "strangers_map", "the_map", "written"]


def written(initiative: Initiative, name: str, folder: Path, language: str = "he") -> Path:
    access, form = full_access(initiative.code), FORMATS[name]
    path = folder / f"map{form.ending}"
    write_map(drawn_map(access, version_asked(access), language), form, path, language)
    return path


def load(initiative: Initiative, path: Path, *, dry_run: bool = False):
    return load_map(access=full_access(initiative.code), path=path, by=SYSTEM, dry_run=dry_run)


def counts(loaded) -> dict[str, tuple[int, int, int, int]]:
    return {
        table.table: (table.added, table.changed, table.unchanged, table.rejected)
        for table in loaded.report.tables
    }


def the_map(initiative: Initiative) -> tuple[list[tuple], list[tuple]]:
    """All that factors and links of the newest version say."""
    version = initiative.roadmap_versions.order_by("-number").first()
    without = {"id", "version_id", "factor_id", "source_id", "target_id", "position"}

    def said(row, *ends: str) -> tuple:
        fields = [f.attname for f in row._meta.concrete_fields if f.attname not in without]
        return (*ends, *((name, plain(getattr(row, name))) for name in sorted(fields)))

    def plain(value) -> str:
        """What a text says, without who wrote it and when."""
        words = isinstance(value, Text)
        return str([value.words(each) for each in LANGUAGES]) if words else str(value)

    entries = FactorEntry.objects.filter(version=version).select_related("factor")
    links = Link.objects.filter(version=version).select_related("source", "target")
    return (
        sorted(said(each, each.factor.code) for each in entries),
        sorted(said(each, each.source.code, each.target.code) for each in links),
    )


def strangers_map(folder: Path, **more) -> Path:
    blueprint = {
        "elements": [
            {"label": "גורם", "description": "מה ששמו כבר על המפה"},
            {"label": "תחבורה ציבורית", "type": "Factor", "tags": ["roads"]},
            {"label": "שכר המורים", "Colour": "red"},
        ],
        "connections": [
            {"from": "תחבורה ציבורית", "to": "גורם"},
            {"from": "שכר המורים", "to": "תחבורה ציבורית", "type": "negative"},
            {"from": "שכר המורים", "to": "גורם", "direction": "undirected"},
        ],
        **more,
    }
    path = folder / "kumu.json"
    path.write_text(json.dumps(blueprint, ensure_ascii=False), encoding="utf-8")
    return path

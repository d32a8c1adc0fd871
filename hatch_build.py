"""Bake what the package serves but does not store: fonts, letter widths, translations.

Runs for a wheel and for an editable install alike, so a checkout needs no other tool.
"""

import importlib.resources
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path(__file__).parent / "src" / "shidra"
FONTS = PACKAGE / "ui" / "static" / "ui" / "fonts"
ADVANCES = PACKAGE / "pictures" / "advances.json"
PAPER_FONTS = PACKAGE / "pictures" / "paper" / "fonts"

# Each script in a file of its own, so that a page fetches only what it shows.
SCRIPTS = {
    "latin": "U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201F,U+2022,U+2026,U+2032,U+2033,"
    "U+20AC,U+2190-2193,U+2212,U+2248,U+2264,U+2265,U+00D7",
    "hebrew": "U+0590-05FF,U+20AA,U+FB1D-FB4F",
    "arabic": "U+0600-06FF,U+FB50-FDFF,U+FE70-FEFC",
}
WEIGHTS_MEASURED = (400, 600)


def rubik() -> Path:
    """The variable Rubik that its package carries."""
    root = importlib.resources.files("fontpkg_rubik")
    found = sorted(
        path for path in Path(str(root)).rglob("*.ttf") if "italic" not in path.name.lower()
    )
    if not found:
        raise FileNotFoundError(f"no Rubik .ttf below {root}")
    return found[0]


def bake_fonts(source: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    for script, unicodes in SCRIPTS.items():
        target = FONTS / f"rubik-{script}.woff2"
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        options = subset.Options(flavor="woff2", layout_features=["*"])
        font = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
        subsetter.subset(font)
        subset.save_font(font, str(target), options)


def bake_paper_fonts(source: Path) -> None:
    """One file a weight: whoever sets paper reads no variable font."""
    PAPER_FONTS.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS_MEASURED:
        target = PAPER_FONTS / f"rubik-{weight}.ttf"
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        whole = TTFont(BytesIO(source.read_bytes()))
        font = instantiateVariableFont(whole, {"wght": weight}, updateFontNames=True)
        font.save(str(target))


def bake_advances(source: Path) -> None:
    """Letter widths in thousandths of the size, for laying out text without a browser."""
    newest = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
    if ADVANCES.exists() and ADVANCES.stat().st_mtime >= newest:
        return
    table: dict[str, dict[str, int]] = {}
    wanted = set(subset.parse_unicodes(",".join(SCRIPTS.values())))
    for weight in WEIGHTS_MEASURED:
        font = TTFont(PAPER_FONTS / f"rubik-{weight}.ttf")
        units, widths = font["head"].unitsPerEm, font["hmtx"]
        table[str(weight)] = {
            chr(code): round(widths[glyph][0] * 1000 / units)
            for code, glyph in sorted(font.getBestCmap().items())
            if code in wanted
        } | joined_widths(font)
    ADVANCES.parent.mkdir(parents=True, exist_ok=True)
    ADVANCES.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")


def joined_widths(font: TTFont) -> dict[str, int]:
    """Arabic letters as they join: the letter followed by i, m or f (first, middle, last)."""
    units, widths = font["head"].unitsPerEm, font["hmtx"]
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag not in {"init", "medi", "fina"}:
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                rules = getattr(subtable, "ExtSubTable", subtable)
                for glyph, joined in getattr(rules, "mapping", {}).items():
                    if glyph in letters:
                        found[letters[glyph] + record.FeatureTag[0]] = joined
    return {name: round(widths[glyph][0] * 1000 / units) for name, glyph in found.items()}


def bake_translations() -> None:
    for source in PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


class BakeAssets(BuildHookInterface[Any]):
    """Called by hatchling before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = rubik()
        bake_fonts(source)
        bake_paper_fonts(source)
        bake_advances(source)
        bake_translations()

"""Sheets of paper: a document and pictures of our own dialect, set as a PDF.

What a person wrote reaches the sheet as data and never as markup. Only the fonts that the package
carries are used, so that a sheet looks the same wherever it is made.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from shidra.i18n.languages import direction

__all__ = ["Sheet", "printed"]

type Sheet = Literal["map", "factor", "board"]

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


def printed(
    sheet: Sheet, document: Mapping[str, Any], pictures: Mapping[str, str], language: str
) -> bytes:
    """The sheet as a PDF that can be read aloud; pictures by the names the sheet knows them by."""
    import typst  # two megabytes of machine code that only paper needs

    given = {
        "document": json.dumps(document, ensure_ascii=False, default=str),
        "language": language,
        "direction": direction(language),
        **{f"picture-{name}": svg for name, svg in pictures.items()},
    }
    source = HERE / f"{sheet}.typ"

    def made(*standards: Literal["ua-1"]) -> Any:
        return typst.compile(
            source,
            root=HERE,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=given,
            pdf_standards=list(standards),
        )

    try:
        found = made("ua-1")
    except typst.TypstError:
        # A sign that the font does not have, or joins in a way of its own, fails the standard; the
        # sheet is tagged and readable all the same.
        found = made()
    if not isinstance(found, bytes):
        raise TypeError("a sheet is one document")
    return found

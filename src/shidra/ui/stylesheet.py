"""All CSS as one file with a name that changes with its content.

One file per component is good for authors, one request is good for readers. The parts are joined
in memory, in the order below; nothing is generated on disk.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.templatetags.static import static

__all__ = ["Stylesheet", "parts", "stylesheet"]

FOLDER: Final = Path(__file__).parent / "static" / "ui" / "css"
LAYERS: Final = "@layer reset, tokens, base, layout, components, utilities, print;\n"
ORDER: Final = (
    "reset.css",
    "fonts.css",
    "tokens.css",
    "base.css",
    "layout.css",
    "components/*.css",
    "pictures.css",
    "utilities.css",
    "print.css",
)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The joined CSS, the same packed for the wire, and the name of this very content."""

    text: bytes
    packed: bytes
    digest: str


def parts() -> list[Path]:
    """The files of the look, in the order in which they are joined."""
    return [path for pattern in ORDER for path in sorted(FOLDER.glob(pattern))]


def stylesheet() -> Stylesheet:
    """The CSS of every page; read again after an edit only while debugging."""
    return _joined(_edited_at() if settings.DEBUG else 0)


def _edited_at() -> int:
    return max(path.stat().st_mtime_ns for path in parts())


@lru_cache(maxsize=2)
def _joined(_edited_at: int) -> Stylesheet:
    css = LAYERS + "".join(_plain(path.read_text(encoding="utf-8")) for path in parts())
    text = css.replace('url("../', f'url("{static("ui/")}').encode()
    return Stylesheet(text, gzip.compress(text, 9, mtime=0), hashlib.sha256(text).hexdigest()[:12])


def _plain(css: str) -> str:
    """The rules without what is there for authors alone: comments, margins and idle blanks."""
    rules = re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    # A line may end elsewhere too, within a value: only where a rule or a part ends is it idle.
    rules = re.sub(r"(?<=[{};,])\n", "", rules).replace(";}", "}").replace(" {", "{")
    rules = rules.replace(", ", ",")
    rules = re.sub(r"([{;}][a-z0-9-]+): ", r"\1:", rules)  # the blank before a value
    return re.sub(r"(?<=[\w\])*]) > (?=[\w.:*\[])", ">", rules)  # and those around a child

"""Every icon that a page may ask for is there: a missing one would end the page."""

import re
from pathlib import Path

import pytest
from lucide.templatetags.lucide import lucide

import shidra

SOURCE = Path(shidra.__file__).parent
# icon="…" as an argument of a component, {% icon "…" %}, and {% icon … %} of Python's own names.
NAMED = re.compile(r"""\bicon=["']([a-z0-9-]+)["']|\{%\s*icon\s+["']([a-z0-9-]+)["']""")


def icons() -> dict[str, str]:
    """Each icon that a template or a module names, with one place where it does."""
    found = {}
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]):
        for match in NAMED.finditer(path.read_text(encoding="utf-8")):
            found[match[1] or match[2]] = str(path.relative_to(SOURCE))
    return found


def test_pages_name_icons() -> None:
    assert len(icons()) > 10


@pytest.mark.parametrize(("name", "place"), icons().items())
def test_it_is_in_the_set(name: str, place: str) -> None:
    assert "<svg" in lucide(name), place

"""Light, dark, or as the device says: a reader's choice, kept in a cookie."""

from typing import Final

from django.http import HttpRequest

__all__ = ["AUTO", "COOKIE", "THEMES", "chosen_theme"]

AUTO: Final = "auto"
THEMES: Final = ("light", "dark", AUTO)
COOKIE: Final = "theme"


def chosen_theme(request: HttpRequest) -> str:
    """The theme that this reader chose, `auto` until then."""
    theme = request.COOKIES.get(COOKIE, AUTO)
    return theme if theme in THEMES else AUTO

"""How who acted is named on a page."""

from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.i18n.text import Shown

__all__ = ["who_acted"]


def who_acted(label: str, language: str) -> Shown:
    """The person by name; where nobody was signed in, the command line, in the reader's language."""
    return Shown.by_script(_("the command line") if label == SYSTEM.label else label, language)

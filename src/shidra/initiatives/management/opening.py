"""How every command of an initiative opens it: by its code, or with a word on those there are."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, full_access
from shidra.initiatives.queries import initiative_codes
from shidra.ui.management.site import Refused

__all__ = ["opened"]


def opened(code: str) -> Access:
    """The initiative of this code, for whoever can open the database.

    Raises:
        Refused: there is none; the message names those there are.
    """
    try:
        return full_access(code)
    except Initiative.DoesNotExist:
        codes = initiative_codes()
    if not codes:
        raise Refused(_("No initiative has been loaded yet. `shidra load PATH` loads one."))
    there_are = ngettext(
        "There is no initiative “%(code)s”. There is one: %(codes)s.",
        "There is no initiative “%(code)s”. There are: %(codes)s.",
        len(codes),
    )
    raise Refused(there_are % {"code": code, "codes": ", ".join(codes)})

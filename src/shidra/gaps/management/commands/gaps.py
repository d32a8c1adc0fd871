"""`shidra gaps INITIATIVE [--json]`: what is missing by line, ranked."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shidra.gaps.analysis import what_is_missing
from shidra.gaps.presentation import plain_table
from shidra.gaps.queries import factors_of_map
from shidra.i18n.languages import known
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.initiatives.queries import initiative_codes
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    help = "What is missing by factor, ranked, with the terms of the score."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One initiative, and whether a program reads the answer."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, initiative: str, as_json: bool, **options: Any) -> None:
        """Print the list."""
        opened = _open(initiative)
        lines = what_is_missing(opened)
        if as_json:
            print_document(self, [line.as_document() for line in lines])
            return
        names = {factor.code: factor.name for factor in factors_of_map(opened)}
        language = known(get_language())
        self.stdout.write(plain_table(lines, names, opened.currency, language))


def _open(code: str) -> Initiative:
    """The initiative of this code, or a message that names those there are."""
    try:
        return full_access(code).initiative
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

"""`shidra series INITIATIVE INDICATOR [--by DIMENSION] [--json]`: an indicator over time."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, full_access
from shidra.initiatives.queries import groups_of, initiative_codes
from shidra.measurement.analysis import series
from shidra.measurement.models import Indicator
from shidra.measurement.queries import indicator_or_none, indicators_of
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    help = "Print an indicator over time, for everybody or by the groups of a dimension."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("indicator", metavar="INDICATOR", help="its code")
        parser.add_argument("--by", default="", metavar="DIMENSION", help="split by this dimension")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        access = _access(options["initiative"])
        indicator = _indicator(access, options["indicator"])
        by = _dimension(access, options["by"])
        points = series(access, indicator, by)
        if options["as_json"]:
            print_document(self, points)
            return
        for point in points:
            told = ("" if number is None else str(number) for number in point.values())
            self.stdout.write("\t".join(told))


def _access(code: str) -> Access:
    try:
        return full_access(code)
    except Initiative.DoesNotExist:
        message = _("There is no initiative “%(code)s”; there are: %(known)s.")
        raise Refused(message % {"code": code, "known": ", ".join(initiative_codes())}) from None


def _indicator(access: Access, code: str) -> Indicator:
    if indicator := indicator_or_none(access.initiative, code):
        return indicator
    known = ", ".join(one.code for one in indicators_of(access.initiative))
    message = _("There is no indicator “%(code)s”; there are: %(known)s.")
    raise Refused(message % {"code": code, "known": known})


def _dimension(access: Access, by: str) -> str:
    known = sorted({group.dimension for group in groups_of(access.initiative).values()})
    if not by or by in known:
        return by
    message = _("There is no dimension “%(code)s”; there are: %(known)s.")
    raise Refused(message % {"code": by, "known": ", ".join(known)})

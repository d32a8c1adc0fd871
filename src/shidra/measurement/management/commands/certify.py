"""`shidra certify INITIATIVE [--json]`: make every protected table, however large, and judge it."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.initiatives.management.opening import opened
from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import certified
from shidra.protection.models import ProtectedTable
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    help = "Make every protected table of an initiative and say which figures can be told."

    def add_arguments(self, parser: CommandParser) -> None:
        """One initiative."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each measure and period; the answer is no where one is not certified."""
        visiting = frozenset({Membership.Role.VISITOR})
        initiative = opened(options["initiative"]).initiative
        lines = certified(Access(initiative, visiting, SYSTEM))
        if options["as_json"]:
            print_document(self, lines)
        else:
            for line in lines:
                self.stdout.write(_plain(line))
        if not all(line["certified"] for line in lines):
            raise Refused(_("Some tables are not certified; of these only the whole is told."), 1)


def _plain(line: Mapping[str, Any]) -> str:
    told = ProtectedTable.Standing(line["standing"]).label
    return _(
        "%(indicator)s %(period)s: %(told)s; %(cells)s counts, %(primary)s hidden for themselves "
        "and %(complementary)s beside them"
    ) % {**line, "told": told}

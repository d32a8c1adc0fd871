"""`shidra publish INITIATIVE PERIOD [--note …] [--dry-run] [--json]`: one deliberate step."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.models import SYSTEM
from shidra.initiatives.management.opening import opened
from shidra.initiatives.models import Initiative
from shidra.protection.models import ProtectedTable
from shidra.releases.actions import NothingToPublish, publish_period
from shidra.releases.analysis.certificates import certificates_live
from shidra.releases.analysis.changes import preview
from shidra.releases.presentation.documents import preview_document, release_document
from shidra.releases.queries import periods_of
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    help = "Publish a period as it stands: frozen, numbered, and written to the second store."

    def add_arguments(self, parser: CommandParser) -> None:
        """The period, why, and whether to look only."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("period", metavar="PERIOD", help="such as 2016, 2025/26, 2026-Q3")
        parser.add_argument("--note", default="", help="what readers should know about it")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what it would do, and do nothing"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, or say what publishing would do."""
        initiative = opened(options["initiative"]).initiative
        period = options["period"]
        known = [code for code, _rows in periods_of(initiative)]
        if period not in known:
            message = _("Nothing was observed in “%(code)s”; there are: %(known)s.")
            raise Refused(message % {"code": period, "known": ", ".join(known)})
        if options["dry_run"]:
            certificates = certificates_live(initiative, period)
            document = preview_document(preview(initiative, period), certificates)
        else:
            document = self._published(initiative, period, options["note"])
        if options["as_json"]:
            print_document(self, document)
        else:
            self.stdout.write(_told(document))

    def _published(self, initiative: Initiative, period: str, note: str) -> dict[str, Any]:
        try:
            done = publish_period(
                initiative=initiative,
                period=period,
                note=note,
                by=SYSTEM,
                heard=self._heard,
                is_patient=True,
            )
        except NothingToPublish:
            raise Refused(_("Nothing is left to publish."), 1) from None
        return release_document(done.release) | {"new": done.is_new, "filed": done.is_filed}

    def _heard(self, done: int, of: int) -> None:
        """How far the tables are; on the channel for messages, so that a document stays one."""
        if self.stderr.isatty():
            told = _("%(done)d of %(all)d measures are protected") % {"done": done, "all": of}
            self.stderr.write(f"\r{told}", ending="\n" if done == of else "")


def _told(document: dict[str, Any]) -> str:
    rows = ngettext("%(count)d figure", "%(count)d figures", document["rows"]) % {
        "count": document["rows"]
    }
    parts = {"period": document["period"], "number": document["number"], "figures": rows}
    if "seen_by" in document:
        if not document["new"]:
            return _("%(period)s, release %(number)s says this already.") % parts
        return _("%(period)s would become release %(number)s, with %(figures)s.") % parts
    if not document["new"]:
        return _("%(period)s, release %(number)s says this already.") % parts
    standing = ProtectedTable.Standing(document["standing"]).label
    return _(
        "%(period)s is published as release %(number)s, with %(figures)s. For everybody: %(standing)s."
    ) % {**parts, "standing": standing}

"""`shidra certify INITIATIVE [--release R [--against S]] [--json]`: protect, judge, and audit."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.initiatives.management.opening import opened
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import certified
from shidra.protection.models import ProtectedTable
from shidra.releases.actions import certify_release
from shidra.releases.analysis.auditing import audit_releases
from shidra.releases.models import Release
from shidra.releases.presentation.documents import audit_document, release_code
from shidra.releases.queries import releases_of
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    help = (
        "Make every protected table of an initiative and say which figures can be told; or look "
        "at what releases tell, and say which small numbers can be worked out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One initiative, and releases of it."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument(
            "--release",
            default="",
            metavar="PERIOD[:N]",
            help="audit what this release tells people without raw rights: the latest of a period, "
            "or its N-th",
        )
        parser.add_argument(
            "--against",
            default="",
            metavar="PERIOD[:N]",
            help="audit both together, for a reader who kept this one as well",
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Certify everything, or audit what was asked."""
        initiative = opened(options["initiative"]).initiative
        if options["release"] or options["against"]:
            self._audit(initiative, options)
        else:
            self._certify(initiative, options)

    def _audit(self, initiative: Initiative, options: Mapping[str, Any]) -> None:
        """The answer is no where anything can be worked out."""
        if not options["release"]:
            raise Refused(_("Say which release, with --release."))
        asked = [options["release"], *([options["against"]] if options["against"] else [])]
        releases = [_release(initiative, said) for said in asked]
        document = audit_document(releases, list(audit_releases(releases)))
        if options["as_json"]:
            print_document(self, document)
        else:
            for line in document["measures"]:
                self.stdout.write(_audited(line))
        if document["recoverable"]:
            raise Refused(_("Small numbers can be worked out from what is told."), 1)

    def _certify(self, initiative: Initiative, options: Mapping[str, Any]) -> None:
        """A line for each measure and period; the answer is no where one is not certified."""
        visiting = frozenset({Membership.Role.VISITOR})
        lines = certified(Access(initiative, visiting, SYSTEM))
        for release in releases_of(initiative).order_by("pk"):
            certify_release(release)
        if options["as_json"]:
            print_document(self, lines)
        else:
            for line in lines:
                self.stdout.write(_plain(line))
        if not all(line["certified"] for line in lines):
            raise Refused(_("Some tables are not certified; of these only the whole is told."), 1)


def _release(initiative: Initiative, said: str) -> Release:
    """The release of this name; without a number the latest of its period.

    A number alone is enough where only one release has it.
    """
    known = list(releases_of(initiative))
    found = [one for one in known if said in {release_code(one), one.period}]
    found = found or [one for one in known if said == str(one.number)]
    if found and (len({one.period for one in found}) == 1):
        return found[0]
    message = _("There is no release “%(code)s”; there are: %(known)s.")
    there_are = ", ".join(release_code(one) for one in known)
    raise Refused(message % {"code": said, "known": there_are})


def _audited(line: Mapping[str, Any]) -> str:
    parts = {**line, "count": len(line["recoverable"])}
    return (
        _(
            "%(indicator)s, %(audience)s: %(told)s counts told, %(hidden)s hidden, %(small)s of them "
            "small; worked out: %(count)s"
        )
        % parts
    )


def _plain(line: Mapping[str, Any]) -> str:
    told = ProtectedTable.Standing(line["standing"]).label
    return _(
        "%(indicator)s %(period)s: %(told)s; %(cells)s counts, %(primary)s hidden for themselves "
        "and %(complementary)s beside them"
    ) % {**line, "told": told}

"""`shidra map export|import|diff INITIATIVE …`: to other programs, from them, and what changed."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.http import Http404
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import MapLoad, load_map, report_document
from shidra.exchange.maps import FORMATS, DrawnMap, MapFormat, format_of, left_out, write_map
from shidra.exchange.presentation.maps import notes_of
from shidra.exchange.queries.maps import drawn_map, parts_of, version_asked
from shidra.exchange.workbook import WorkbookError
from shidra.i18n.languages import LANGUAGES
from shidra.initiatives.management.opening import opened
from shidra.initiatives.permissions import Access, InitiativeIsOver
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.permissions import version_or_404
from shidra.roadmap.presentation.differences import change_groups, counted
from shidra.roadmap.presentation.document import difference_document
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import (
    adopted_version_or_none,
    difference_between,
    open_version_or_none,
    version_before_or_none,
)
from shidra.ui.management.site import Refused, SiteCommand, print_document

MOST_TOLD = 40


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Writes the road map in the format of another program, puts one from there into the "
            "draft of the map, or says what changed between two versions."
        )
        acts = parser.add_subparsers(
            dest="act", required=True, metavar="export|import|diff", help=_("what to do")
        )
        export = acts.add_parser("export", help=_("write the map to a file"))
        export.add_argument(
            "initiative", metavar="INITIATIVE", help=_("the code of one initiative")
        )
        export.add_argument("file", type=Path, metavar="FILE", help=_("the file of the map"))
        export.add_argument(
            "--format", choices=sorted(FORMATS), help=_("else the ending of FILE says")
        )
        export.add_argument(
            "--language", choices=LANGUAGES, help=_("of what such a program shows as label")
        )
        export.add_argument("--number", default="", help=_("a version; else the adopted one"))
        loading = acts.add_parser("import", help=_("put the map of a file into the draft"))
        loading.add_argument(
            "initiative", metavar="INITIATIVE", help=_("the code of one initiative")
        )
        loading.add_argument("file", type=Path, metavar="FILE", help=_("the file of the map"))
        loading.add_argument("--dry-run", action="store_true", help=_("say what would happen"))
        compare = acts.add_parser("diff", help=_("say what changed between two versions"))
        compare.add_argument(
            "initiative", metavar="INITIATIVE", help=_("the code of one initiative")
        )
        compare.add_argument(
            "old",
            nargs="?",
            type=int,
            metavar="FROM",
            help=_("a version; else the one in force before the other"),
        )
        compare.add_argument(
            "new",
            nargs="?",
            type=int,
            metavar="TO",
            help=_("a version; else the one that takes changes"),
        )
        for act in (export, loading, compare):
            act.add_argument("--json", action="store_true", help=_("print one JSON document"))

    def handle(self, *_args: Any, **options: Any) -> None:
        access = opened(options["initiative"])
        if options["act"] == "export":
            self._export(access, options)
        elif options["act"] == "diff":
            self._compare(access, options)
        else:
            self._import(access, options)

    def _export(self, access: Access, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        format_ = FORMATS.get(options["format"] or "") or format_of(path)
        if format_ is None:
            raise Refused(
                _("The ending of “%(file)s” names no format; say one with --format: %(formats)s.")
                % {"file": path, "formats": ", ".join(FORMATS)}
            )
        drawn = _drawn(access, options)
        try:
            write_map(drawn, format_, path, options["language"] or get_language() or "he")
        except OSError as trouble:
            raise Refused(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": path, "reason": trouble.strerror}
            ) from None
        self._tell_export(access, drawn, format_, options)

    def _tell_export(
        self, access: Access, drawn: DrawnMap, format_: MapFormat, options: dict[str, Any]
    ) -> None:
        lost = left_out(format_.name, parts_of(access, version_asked(access, options["number"])))
        if options["json"]:
            print_document(
                self,
                {
                    "file": str(options["file"]),
                    "format": format_.name,
                    "factors": len(drawn.elements),
                    "links": len(drawn.connections),
                    "left_out": {each.part: each.count for each in lost},
                },
            )
            return
        self.stdout.write(
            _("Wrote %(file)s: %(factors)s factors, %(links)s links.")
            % {
                "file": options["file"],
                "factors": len(drawn.elements),
                "links": len(drawn.connections),
            }
        )
        for each in lost:
            self.stderr.write(
                _("Left out: %(part)s (%(count)s).") % {"part": each.words, "count": each.count}
            )

    def _compare(self, access: Access, options: dict[str, Any]) -> None:
        old, new = _compared(access, options)
        difference, words = difference_between(old, new), MapWording(access.initiative, _language())
        if options["json"]:
            print_document(self, difference_document(access.initiative.code, old, new, difference))
            return
        self.stdout.write(f"{words.version(old.number)} → {words.version(new.number)}")
        self.stdout.write(counted(difference, words.language))
        for group in change_groups(difference, words):
            self.stdout.write(f"\n{group.title} ({group.count})")
            for line in group.lines:
                self.stdout.write(f"  {line.name}")
                for field in line.fields:
                    self.stdout.write(f"    {field.label}: {field.before} → {field.after}")

    def _import(self, access: Access, options: dict[str, Any]) -> None:
        try:
            loaded = load_map(
                access=access, path=options["file"], by=SYSTEM, dry_run=options["dry_run"]
            )
        except WorkbookError as error:
            raise Refused(str(error)) from error
        except InitiativeIsOver as over:
            raise Refused(
                _("“%(code)s” is closed and takes no changes.") % {"code": over.initiative.code}
            ) from over
        if options["json"]:
            print_document(self, _document(loaded))
        else:
            self._tell_import(loaded)
        if loaded.report.exit_code:
            sys.exit(loaded.report.exit_code)

    def _tell_import(self, loaded: MapLoad) -> None:
        for table in loaded.report.tables:
            self.stdout.write(
                _("%(table)s: %(new)s new, %(changed)s changed, %(rejected)s rejected.")
                % {
                    "table": table.table,
                    "new": table.added,
                    "changed": table.changed,
                    "rejected": table.rejected,
                }
            )
        for found in list(loaded.report.rejections)[:MOST_TOLD]:
            self.stderr.write(
                _("Rejected: %(table)s, row %(row)s, column %(column)s, “%(value)s”.")
                % {
                    "table": found.table,
                    "row": found.row,
                    "column": found.column or "–",
                    "value": found.value,
                }
                + f" {found.message} {found.accepted}".rstrip()
            )
        untold = sum(1 for _found in loaded.report.rejections) - MOST_TOLD
        if untold > 0:
            self.stderr.write(
                ngettext(
                    "%(count)s more; --json lists them all.",
                    "%(count)s more; --json lists them all.",
                    untold,
                )
                % {"count": untold}
            )
        for note in notes_of(loaded):
            self.stderr.write(note)


def _language() -> str:
    return get_language() or "he"


def _compared(access: Access, options: dict[str, Any]) -> tuple[RoadmapVersion, RoadmapVersion]:
    """The two versions that were asked for, or the newest and the one in force before it."""
    initiative = access.initiative
    newest = open_version_or_none(initiative) or adopted_version_or_none(initiative)
    new = newest if options["new"] is None else _version(access, options["new"])
    if new is None:
        raise Refused(_("“%(code)s” has no map yet.") % {"code": initiative.code})
    before = version_before_or_none(new)
    old = before if options["old"] is None else _version(access, options["old"])
    if old is None:
        raise Refused(_("The map has one version only; there is nothing to compare."))
    return old, new


def _version(access: Access, number: int) -> RoadmapVersion:
    try:
        return version_or_404(access, number)
    except Http404 as error:
        raise Refused(_("The map has no version %(number)s.") % {"number": number}) from error


def _drawn(access: Access, options: dict[str, Any]) -> DrawnMap:
    try:
        version = version_asked(access, options["number"])
    except Http404 as error:
        raise Refused(
            _("The map has no version %(number)s.") % {"number": options["number"]}
        ) from error
    if version is None:
        raise Refused(_("“%(code)s” has no map yet.") % {"code": access.initiative.code})
    return drawn_map(access, version, options["language"] or get_language() or "he")


def _document(loaded: MapLoad) -> dict[str, Any]:
    found = loaded.matched
    return {
        **report_document(loaded.report),
        "found_by_name": list(found.found_by_name),
        "without_sign": found.without_sign,
        "without_strength": found.without_strength,
        "without_direction": found.without_direction,
        "not_in_file": list(found.not_in_file),
        "withheld": loaded.withheld,
    }

"""`shidra audit-log verify|export [INITIATIVE]`: whether the trail is whole; the trail in a file."""  # noqa: N999 - a command is called as its file

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.models.chain import canonical
from shidra.audit.queries import ChainReport, Fault, chains, exported, guards_stand, verify
from shidra.ui.management.site import Refused, SiteCommand, print_document


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Checks that nothing was altered in the audit trail or taken out of it, or writes it to "
            "a file that others can check."
        )
        parser.add_argument(
            "act",
            metavar="verify|export",
            choices=["verify", "export"],
            help=_("check the chains, or write records and changes as lines of JSON"),
        )
        parser.add_argument(
            "initiative",
            metavar="INITIATIVE",
            nargs="?",
            help=_("the code of one initiative; without it, all chains"),
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON document"))
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE.jsonl", help=_("the file to export to")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["initiative"]
        if code is not None and code not in chains():
            raise Refused(_("The audit trail knows no initiative “%(code)s”.") % {"code": code})
        if options["act"] == "export":
            self._export(code, options["output"])
        else:
            self._verify(code, as_json=options["json"])

    def _verify(self, code: str | None, *, as_json: bool) -> None:
        reports, guarded = verify(code), guards_stand()
        is_whole = guarded and not any(report.faults for report in reports)
        if as_json:
            found = [report.as_document() for report in reports]
            print_document(self, {"is_whole": is_whole, "guards_stand": guarded, "chains": found})
        else:
            for report in reports:
                self._tell(report)
            if not guarded:
                self.stdout.write(
                    self.style.ERROR("✗ ")
                    + _("The tables can be changed: their guards are gone. `shidra migrate`")
                )
        if not is_whole:
            raise SystemExit(1)

    def _tell(self, report: ChainReport) -> None:
        name = report.chain or _("the installation")
        if not report.faults:
            words = ngettext(
                "%(chain)s: %(count)d record, whole.",
                "%(chain)s: %(count)d records, whole.",
                report.records,
            ) % {"chain": name, "count": report.records}
            self.stdout.write(f"{self.style.SUCCESS('✓')} {words} {report.hash}")
        for fault in report.faults:
            said = _said(fault) % {"chain": name, "number": fault.number}
            self.stdout.write(f"{self.style.ERROR('✗')} {said}")

    def _export(self, code: str | None, path: Path | None) -> None:
        if path is None:
            raise Refused(_("Say where the trail goes: -o FILE.jsonl"))
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        count = -1  # the first line tells of the chains
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                for document in exported(code):
                    file.write(canonical(document) + "\n")
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as trouble:
            raise Refused(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": path, "reason": trouble.strerror}
            ) from None
        finally:
            part.unlink(missing_ok=True)
        words = ngettext(
            "Wrote %(count)d record to %(file)s.", "Wrote %(count)d records to %(file)s.", count
        )
        self.stderr.write(words % {"count": count, "file": path}, self.style.SUCCESS)


def _said(fault: Fault) -> str:
    return {
        "altered": _("%(chain)s: record %(number)d was altered."),
        "missing": _("%(chain)s: record %(number)d is missing."),
        "forked": _("%(chain)s: there are two records %(number)d."),
        "truncated": _("%(chain)s: the last records up to %(number)d are missing."),
        "beyond": _("%(chain)s: record %(number)d stands beyond the end of the chain."),
    }[fault.kind]

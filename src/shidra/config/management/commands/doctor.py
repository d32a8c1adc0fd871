"""`shidra doctor`: what is wrong, and how to mend it."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from shidra.config.health import State, examine
from shidra.ui.management.site import SiteCommand, print_document

MARKS = {State.OK: "✓", State.WARNING: "!", State.WRONG: "✗"}


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Looks at everything that must hold, and says how to mend what does not."
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON document"))

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        is_well = all(finding.state is not State.WRONG for finding in findings)
        if options["json"]:
            found = [finding.as_document() for finding in findings]
            print_document(self, {"is_well": is_well, "findings": found})
        else:
            styles = {
                State.OK: self.style.SUCCESS,
                State.WARNING: self.style.WARNING,
                State.WRONG: self.style.ERROR,
            }
            for finding in findings:
                self.stdout.write(f"{styles[finding.state](MARKS[finding.state])} {finding.said}")
                if finding.remedy:
                    self.stdout.write(f"  → {finding.remedy}")
        if not is_well:
            raise SystemExit(1)

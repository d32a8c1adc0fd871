"""`shidra template -o FILE.xlsx --language he|ar|en`: an empty workbook to fill in."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from shidra.exchange.workbook.template import write_template
from shidra.i18n.languages import DEFAULT, LANGUAGES
from shidra.ui.management.site import Refused, SiteCommand


def _template(language: str) -> bytes:
    """Made in memory first: a full disk then is told in one line."""
    file = BytesIO()
    write_template(file, language)
    return file.getvalue()


class Command(SiteCommand):
    help = "Write an empty workbook with explanations, lists and checks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            required=True,
            metavar="FILE.xlsx",
            help="the file to write",
        )
        parser.add_argument(
            "--language", choices=LANGUAGES, default=DEFAULT, help="of its explanations"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["output"]
        if path.suffix.lower() != ".xlsx":
            raise Refused(_("The name of the file must end in .xlsx."))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_template(options["language"]))
        except OSError as error:
            raise Refused(
                _("“%(path)s” cannot be written: %(reason)s.")
                % {"path": path, "reason": error.strerror or error}
            ) from error
        self.stderr.write(_("The empty workbook is in “%(path)s”.") % {"path": path})

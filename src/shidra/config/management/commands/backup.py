"""`shidra backup FILE`: everything in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.config.backups import write_backup
from shidra.ui.management.site import SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Writes the whole database to one file, while people go on working. The secret key and "
            "who is signed in are not in it."
        )
        parser.add_argument("file", type=Path, metavar="FILE", help=_("the file to write"))
        parser.add_argument("--overwrite", action="store_true", help=_("replace an older FILE"))

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = write_backup(options["file"], overwrite=options["overwrite"])
        words = ngettext(
            "Backed up %(rows)d row to %(file)s.",
            "Backed up %(rows)d rows to %(file)s.",
            manifest.rows,
        )
        self.stderr.write(
            words % {"rows": manifest.rows, "file": options["file"]}, self.style.SUCCESS
        )

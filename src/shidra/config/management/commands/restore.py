"""`shidra restore FILE`: back to what a backup holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.config.restoring import has_content, restore_backup
from shidra.ui.management.site import Refused, SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Replaces the whole database by a backup, or leaves it as it was.")
        parser.add_argument("file", type=Path, metavar="FILE", help=_("the backup to read"))
        parser.add_argument(
            "--yes", action="store_true", help=_("replace what is in the database now")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and has_content():
            raise Refused(
                _(
                    "The database is not empty, and all of it would be replaced: run `shidra backup` "
                    "first, then add --yes. Nothing was changed."
                )
            )
        manifest = restore_backup(options["file"])
        words = ngettext(
            "Restored %(rows)d row from %(file)s.",
            "Restored %(rows)d rows from %(file)s.",
            manifest.rows,
        )
        self.stderr.write(
            words % {"rows": manifest.rows, "file": options["file"]}, self.style.SUCCESS
        )

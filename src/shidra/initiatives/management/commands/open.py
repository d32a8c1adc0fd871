"""`shidra open INITIATIVE`: let everybody see it, or members alone again."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from shidra.initiatives.actions import open_to_visitors
from shidra.initiatives.management.opening import opened
from shidra.ui.management.site import SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Opens an initiative to visitors without an account, or closes it again."
        )
        parser.add_argument("initiative", metavar="INITIATIVE", help=_("its code"))
        parser.add_argument("--close", action="store_true", help=_("to members alone again"))

    def handle(self, *args: Any, **options: Any) -> None:
        code, is_public = options["initiative"], not options["close"]
        access = opened(code)
        open_to_visitors(initiative=access.initiative, is_public=is_public, by=access.actor)
        words = (
            _("Everybody may see %(code)s now.")
            if is_public
            else _("Only members may see %(code)s now.")
        )
        self.stderr.write(words % {"code": code}, self.style.SUCCESS)

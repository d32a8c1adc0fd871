"""`shidra open INITIATIVE`: let everybody see it, or members alone again."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from shidra.initiatives.actions import open_to_visitors
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.initiatives.queries import initiative_codes
from shidra.ui.management.site import Refused, SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Opens an initiative to visitors without an account, or closes it again."
        )
        parser.add_argument("initiative", metavar="INITIATIVE", help=_("its code"))
        parser.add_argument("--close", action="store_true", help=_("to members alone again"))

    def handle(self, *args: Any, **options: Any) -> None:
        code, is_public = options["initiative"], not options["close"]
        try:
            access = full_access(code)
        except Initiative.DoesNotExist:
            raise Refused(
                _("There is no initiative “%(code)s”. There are: %(codes)s.")
                % {"code": code, "codes": ", ".join(initiative_codes()) or "–"}
            ) from None
        open_to_visitors(initiative=access.initiative, is_public=is_public, by=access.actor)
        words = (
            _("Everybody may see %(code)s now.")
            if is_public
            else _("Only members may see %(code)s now.")
        )
        self.stderr.write(words % {"code": code}, self.style.SUCCESS)

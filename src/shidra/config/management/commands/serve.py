"""`shidra serve`: the web server, in the foreground."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from shidra.config.readiness import make_ready
from shidra.config.serving import DEFAULT_HOST, DEFAULT_PORT, refuse_taken_port, serve
from shidra.ui.management.site import Refused, SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Serves the pages until told to end (TERM or Ctrl+C).")
        parser.add_argument("--host", default=DEFAULT_HOST, help=_("address to listen at"))
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=_("port to listen at"))
        parser.add_argument(
            "--workers", type=int, help=_("processes (PostgreSQL only; SQLite always has one)")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] is not None and options["workers"] < 1:
            raise Refused(_("At least one process must serve, not %d.") % options["workers"])
        refuse_taken_port(options["host"], options["port"])
        make_ready()
        serve(host=options["host"], port=options["port"], workers=options["workers"])

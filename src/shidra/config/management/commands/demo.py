"""`shidra demo`: the illustrative initiative, one sign-in for each persona, and the server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shidra.config.demonstration import prepare_demo, print_sign_ins
from shidra.config.serving import DEFAULT_HOST, DEFAULT_PORT, refuse_taken_port, serve
from shidra.ui.management.site import SiteCommand


class Command(SiteCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Loads the example, makes a sign-in for each persona, and serves the pages."
        )
        parser.add_argument("--no-serve", action="store_true", help=_("only prepare, do not serve"))
        parser.add_argument(
            "--load", type=Path, metavar="PATH", help=_("a further workbook to load")
        )
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=_("port to listen at"))

    def handle(self, *args: Any, **options: Any) -> None:
        port, is_served = options["port"], not options["no_serve"]
        if is_served:
            refuse_taken_port(DEFAULT_HOST, port)
        password, is_whole = prepare_demo(options["load"])
        print_sign_ins(password, f"http://{DEFAULT_HOST}:{port}/")
        if is_served:
            serve(host=DEFAULT_HOST, port=port)
        elif not is_whole:
            raise SystemExit(1)

"""The one program `shidra`: hands a call to a method command or to the web application.

Exit codes of every command: 0 done; 1 done, but the answer is no or some rows were rejected;
2 input or usage not understood, nothing written; 3 infeasible or unbounded; 70 our fault.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version

__all__ = ["main"]

NOT_UNDERSTOOD, OUR_FAULT = 2, 70

# Commands that must run before the database is ready, or that make it so themselves.
BEFORE_DATABASE = {
    "backup",
    "check",
    "compilemessages",
    "demo",
    "doctor",
    "help",
    "makemessages",
    "makemigrations",
    "migrate",
    "restore",
    "serve",
    "showmigrations",
    "sqlmigrate",
    "template",
    "test",
    "--help",
    "-h",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave it with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = run(given)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader of our output has gone: nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as fault:  # noqa: BLE001 - the last line of defence: no traceback for users
        code = _our_fault(fault)
    raise SystemExit(code)


def run(arguments: list[str]) -> int:
    """Run one command and answer with its exit code."""
    from shidra.cli import COMMANDS

    if arguments in (["version"], ["--version"]):
        print(version("shidra"))
        return 0
    if arguments and arguments[0] in COMMANDS:
        return COMMANDS[arguments[0]](arguments[1:])
    return _run_site_command(arguments)


def _run_site_command(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shidra.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, get_commands
    from django.db import DatabaseError, OperationalError

    from shidra.config.readiness import NotReady, choose_language, make_ready
    from shidra.ui.management.site import Refused

    try:
        django.setup()
        choose_language()
        name = arguments[0] if arguments else "help"
        if not name.startswith("-") and name != "help" and name not in get_commands():
            raise Refused(_unknown(name))
        if name not in BEFORE_DATABASE and not {"--help", "-h"} & set(arguments):
            make_ready()
        ManagementUtility(["shidra", *arguments]).execute()
    except SystemExit as stop:
        return _exit_code(stop)
    except Refused as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except (NotReady, ImproperlyConfigured) as stop:
        print(stop, file=sys.stderr)
        return 2
    except DatabaseError as fault:
        is_reached = _is_database_reached()
        if is_reached and not isinstance(fault, OperationalError):
            raise
        print(_database_trouble(fault), file=sys.stderr)
        return OUR_FAULT if is_reached else NOT_UNDERSTOOD
    return 0


def _is_database_reached() -> bool:
    """Whether there is a database behind DATABASE_URL; where none is, the address is wrong."""
    from django.db import DatabaseError, connection

    try:
        connection.close()
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


def _unknown(name: str) -> str:
    from django.utils.translation import gettext as _

    return _("There is no command “%(name)s”. `shidra help` lists those there are.") % {
        "name": name
    }


def _exit_code(stop: SystemExit) -> int:
    if stop.code is None:
        return 0
    if isinstance(stop.code, int):
        return stop.code
    print(stop.code, file=sys.stderr)
    return 1


def _database_trouble(fault: Exception) -> str:
    from django.utils.translation import gettext as _

    return _(
        "The database cannot be used now: %(reason)s. Nothing was half-saved. "
        "`shidra doctor` says what is wrong and how to mend it."
    ) % {"reason": " ".join(str(fault).split()).rstrip(".")}


def _our_fault(fault: Exception) -> int:
    """Say so in one line, and keep the details where an engineer finds them."""
    from shidra.config.readiness import keep_trace

    place = keep_trace("".join(traceback.format_exception(fault)))
    print(
        f"shidra: {type(fault).__name__}: {fault} (our fault; details in {place})", file=sys.stderr
    )
    return OUR_FAULT

"""What every site command shares: how it refuses, and how it prints a document."""

import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

__all__ = ["Refused", "SiteCommand", "print_document"]


class Refused(Exception):
    """A command that ends with a message for its user instead of a result.

    Attributes:
        code: 1 the answer is no, 2 input or usage not understood, 3 infeasible or unbounded.
    """

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


class SiteCommand(BaseCommand):
    """A command of Shidra. The system's checks run in `shidra check`, not before each answer."""

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser; argparse wraps only true strings, so a translated text becomes one here."""
        self.help = str(self.help)
        return super().create_parser(prog_name, subcommand, **kwargs)


def print_document(command: BaseCommand, document: Any) -> None:
    """Print one JSON document: English keys, machine numbers, UTF-8."""
    command.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=_number))


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)

"""Every command of ours explains itself, in each language, and nonsense is answered with 2."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

from shidra.cli import COMMANDS

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("shidra."))


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("name", OURS)
def test_it_explains_itself(name, language):
    with translation.override(language):
        parser = load_command_class(get_commands()[name], name).create_parser("shidra", name)
        text = parser.format_help()
    assert "usage" in text.lower()
    ours = [a for a in parser._actions if a.container is not None and not a.option_strings]
    assert all(action.help for action in ours), f"{name}: an argument without help"


@pytest.mark.parametrize("name", OURS)
def test_nonsense_is_not_understood(name, capsys):
    parser = load_command_class(get_commands()[name], name).create_parser("shidra", name)
    parser.called_from_command_line = True
    with pytest.raises(SystemExit) as stop:
        parser.parse_args(["--no-such-option"])
    assert stop.value.code == 2
    assert capsys.readouterr().err


def test_the_expected_commands_are_there():
    wanted = {"load", "template", "gaps", "plan", "series", "demo", "serve", "backup", "restore"}
    assert wanted | {"doctor", "open"} <= set(OURS)
    assert "allocate" in COMMANDS


def test_method_commands_are_modules_without_the_web():
    import shidra.cli

    for module in pkgutil.iter_modules(shidra.cli.__path__):
        source = Path(str(importlib.import_module(f"shidra.cli.{module.name}").__file__))
        assert "django" not in source.read_text(encoding="utf-8").lower()

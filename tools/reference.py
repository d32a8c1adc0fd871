"""Write the reference pages that follow from the code, or with `--check` say which are stale.

uv run python tools/reference.py [--check]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by tools/reference.py from the code: change that, then run it again. -->"

# What Django gives to every command; said once on the page.
OF_DJANGO = {
    "-h",
    "--version",
    "-v",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}

KINDS = {
    "slug": "lower-case letters, digits and `-`",
    "code": "a code: one word of at most 64 signs",
    "codes": "codes, separated by `|`",
    "words": "text",
    "text": "text",
    "day": "a day, `2027-09-01`",
    "period": "`2027`, `2027/28`, `2027-Q1` or `2027-09`",
    "number": "a number",
    "whole": "a whole number",
    "amount": "an amount of at most two decimals",
    "currency": "a currency, `ILS`",
    "yes_or_no": "`yes` or `no`",
    "address": "a web address",
    "group": "`dimension:code`",
    "groups": "`dimension:code`, separated by `|`",
    "line": "a factor's code, or `backbone`, `measurement`, `learning`, `community`",
    "lines": "lines, separated by `|`",
    "factor_or_link": "a factor's code, or `SOURCE>TARGET` of a link",
    "organisation_or_group": "the code of an organisation, or `dimension:code` of a group",
}

FURTHER = {
    "dimensions": (
        "Further columns: one for each dimension of `groups`, called as the dimension is, "
        "holding a code of it; empty for everybody."
    ),
    "attributes": (
        "Further columns are attributes of the initiative's own, such as a socio-economic "
        "cluster; `labels` may name them."
    ),
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "shidra.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHIDRA_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        pages = written()
    stale = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        if stale:
            names = ", ".join(path.name for path in stale)
            raise SystemExit(f"stale: {names}: run `uv run python tools/reference.py`")
        return
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
        print(path.relative_to(ROOT))


def written() -> dict[Path, str]:
    """Each page that is written by the machine, as it should be now."""
    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        return {
            REFERENCE / "commands.md": _page(_commands()),
            REFERENCE / "workbook.md": _page(_workbook()),
            REFERENCE / "roles-and-rights.md": _page(_rights()),
        }


def _page(lines: Iterator[str]) -> str:
    title, *rest = lines
    return "\n".join([title, "", NOTE, "", *rest]).rstrip() + "\n"


# --- commands ---


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command of Shidra itself, by name."""
    from django.core.management import get_commands, load_command_class

    from shidra.cli import COMMANDS

    found: dict[str, argparse.ArgumentParser] = {
        name: import_module(f"shidra.cli.{name}").argument_parser() for name in COMMANDS
    }
    for name, app in get_commands().items():
        if app.startswith("shidra."):
            found[name] = load_command_class(app, name).create_parser("shidra", name)
    return dict(sorted(found.items()))


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield "`shidra` is one program."
    yield "`SHIDRA_DATA` and `DATABASE_URL` say where it works: see [settings](settings.md)."
    yield "A command that needs the database creates and sets up an empty one by itself."
    yield "What the exit codes mean stands in [exit codes](exit-codes.md)."
    yield ""
    yield "With `--json` a command prints one JSON document on standard output."
    yield "Its keys are English, its numbers plain; messages and progress go to standard error."
    yield ""
    for name, parser in parsers().items():
        yield from _command(name, parser)
    yield "## Django's own commands"
    yield ""
    yield "Django's commands work too; `shidra help` lists them."
    yield "`shidra migrate` brings an older database up to date after a backup."
    yield "`shidra createsuperuser` makes one more administrator."
    yield "`shidra changepassword EMAIL` gives a person another password."
    yield ""
    yield (
        "Every command but `allocate`, `audit`, `forecast`, `inequality`, `influence`, `protect` "
        "and `signals` also takes Django's own options, `shidra COMMAND --help` lists them."
    )


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command, those of the acts below it included."""
    found = {option for action in parser._actions for option in action.option_strings}
    return found.union(*(options_of(act) for _said, act in acts_of(parser).values()))


def acts_of(parser: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """The acts of a command that has several, `shidra map export`, each with its one line."""
    found = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: str(choice.help or "") for choice in action._choices_actions}
            for name, act in action.choices.items():
                found[name] = (said.get(name, ""), act)
    return found


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## shidra {name}"
    yield ""
    if parser.description:
        yield str(parser.description)
        yield ""
    acts = acts_of(parser)
    if not acts:
        yield from _arguments(name, parser)
    for act, (said, below) in acts.items():
        yield f"`shidra {name} {act}`: {said}"
        yield ""
        yield from _arguments(f"{name} {act}", below)


def _arguments(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    own = [action for action in parser._actions if not OF_DJANGO & set(action.option_strings)]
    named = [action for action in own if action.option_strings]
    words = [_shown(action) for action in named if action.required]
    words += [f"[{_shown(action)}]" for action in named if not action.required]
    words[:0] = [
        f"[{_shown(action)}]" if action.nargs == "?" else _shown(action)
        for action in own
        if action not in named
    ]
    yield f"    {' '.join(['shidra', name, *words])}"
    yield ""
    if not own:
        return
    yield "| Argument | Meaning |"
    yield "|---|---|"
    for action in own:
        said = str(action.help or "") % {"default": action.default}
        if action.choices:
            said += f" one of {', '.join(f'`{choice}`' for choice in action.choices)}"
        if action.default not in (None, False, "", []) and "default" not in said:
            said += f" (if not given: `{action.default}`)"
        yield f"| `{_escaped(_shown(action, both=True))}` | {_escaped(said.strip())} |"
    yield ""


def _shown(action: argparse.Action, *, both: bool = False) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    names = ", ".join(action.option_strings) if both else action.option_strings[0]
    if action.nargs == 0:
        return names
    return f"{names} {action.metavar or action.dest.upper()}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


# --- workbook ---


def _workbook() -> Iterator[str]:
    from shidra.exchange.workbook.explanations import table_meaning
    from shidra.exchange.workbook.tables import FORMAT, TABLES

    required = ", ".join(f"`{table.name}`" for table in TABLES.values() if table.is_required)
    yield f"# The initiative workbook, format {FORMAT}"
    yield (
        "One initiative is one .xlsx file, a sheet for each table, or a folder of .csv files "
        "with the same names."
    )
    yield "`shidra template -o FILE.xlsx` writes an empty one with explanations, lists and checks."
    yield ""
    yield f"- Required tables: {required}; all others may be left out."
    yield "- The first row names the columns, in English."
    yield (
        "- An empty cell says that nothing is known; a column that is left out leaves what "
        "is stored as it is."
    )
    yield "- Text that people read stands in up to three columns, `…_he`, `…_ar` and `…_en`."
    yield (
        "- A percent is written `20`, not `0.2`, in indicators measured in percent; a "
        "*share* (`overhead`, `effect`, `max_share`) is written `0.2`."
    )
    yield "- Money is written in whole units of the currency (shekels), with at most two decimals."
    yield (
        "- Rows are found again by their key; loading the same file twice changes nothing, "
        "and nothing is ever deleted by leaving it out."
    )
    yield "- A row that does not hold is rejected and named; it stops no other row."
    yield ""
    for table in TABLES.values():
        yield from _table(table, table_meaning(table.name))


def _table(table: object, meaning: str) -> Iterator[str]:
    from shidra.exchange.workbook.explanations import column_meaning
    from shidra.exchange.workbook.tables import Table

    assert isinstance(table, Table)
    yield f"## {table.name}"
    yield ""
    yield meaning
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}."
    if table.further:
        yield FURTHER[table.further]
    yield ""
    yield "| Column | Required | What may stand there | Meaning |"
    yield "|---|---|---|---|"
    seen: set[str] = set()
    for column in table.columns:
        if column.field in seen:
            continue
        seen.add(column.field)
        names = [each.name for each in table.columns if each.field == column.field]
        required = "one of them" if column.is_required and len(names) > 1 else "yes"
        yield " | ".join(
            [
                f"| {', '.join(f'`{name}`' for name in names)}",
                required if column.is_required else "",
                _accepted(column),
                f"{_escaped(column_meaning(table.name, column.field))} |",
            ]
        )
    yield ""


def _accepted(column: object) -> str:
    from shidra.exchange.workbook.tables import Column

    assert isinstance(column, Column)
    if column.choices:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    said = KINDS[column.kind]
    if column.low is not None and column.high is not None:
        said += f", {'above ' if column.is_above_low else ''}{column.low} to {column.high}"
    elif column.low is not None:
        said += f", {'above' if column.is_above_low else 'at least'} {column.low}"
    if column.refers and column.kind in {"code", "codes"}:
        said += f" of `{column.refers}`"
    return _escaped(said)


# --- roles ---

RIGHTS_IN_WORDS = {
    "see": "see the initiative: overview, map, what is missing, money, partners, measures",
    "see_partners_money": "see commitments marked `partners`",
    "see_steering_money": "see commitments marked `steering`",
    "see_private_money": "see commitments marked `private`, and every sum they are part of",
    "see_plan": "see and ask the plan",
    "see_raw_counts": "see numbers of people below the whole, unrounded",
    "load": "load a workbook",
    "publish": "publish the figures of a period, once and for all",
    "adopt_roadmap": "adopt the draft of the map",
    "change_settings": "change how the score is weighed and what is reserved",
    "see_partners_records": "see activities, promises and evidence marked `partners`",
    "see_steering_records": "see those marked `steering`",
    "see_private_records": "see those marked `private`",
    "edit": "change every record",
    "edit_own": "change the records of the own organisation or group of residents",
    "see_records": "read these records as lists and files, with their history, also when changes rest",
    "write_agenda": "write the common agenda, open it for comments, adopt it",
    "comment": "comment on agenda and map, contest a link, talk under a factor, keep what-if scenarios",
    "sign": "sign the agenda for the own organisation or group",
    "hold_workshop": "open a workshop on the map, and decide on what people suggest there",
    "moderate": "answer doubts, show voices, take talk out of sight",
    "invite": "invite people, and take their roles",
    "see_people": "see who takes part",
    "see_trail": "see the trail: who changed what, and when",
    "close": "pause, close, archive and reopen",
}


def _rights() -> Iterator[str]:
    from shidra.initiatives.models import Membership
    from shidra.initiatives.permissions import RIGHTS, WRITING

    roles = [str(role) for role in Membership.Role]
    yield "# Roles and rights"
    yield "A person holds roles initiative by initiative, several if need be."
    yield (
        "Whoever comes without an account is a `visitor`, in initiatives that are [open to "
        "visitors](../how-to/open-to-visitors.md) alone."
    )
    yield "An administrator of the installation has the rights of `backbone` in every initiative."
    yield "A command at the keyboard of the server may do everything."
    yield ""
    yield "An initiative that a person may not see answers as one that does not exist."
    yield ""
    yield f"| Right | What it allows | {' | '.join(f'`{role}`' for role in roles)} |"
    yield "|---|---" + "|:-:" * len(roles) + "|"
    for right, carriers in RIGHTS.items():
        marks = " | ".join("✓" if role in carriers else "" for role in roles)
        yield f"| `{right}` | {RIGHTS_IN_WORDS[right]} | {marks} |"
    yield ""
    yield (
        "Commitments, activities, promises and evidence marked `public` are seen by everybody who "
        "sees the initiative; all marks are open to the people of the organisation, or the group "
        "of residents, whose own the record is."
    )
    resting = ", ".join(f"`{right}`" for right in RIGHTS if right in WRITING)
    yield f"In an initiative that is closed or archived these rest for everybody: {resting}."
    yield (
        "Where an initiative asks for a second factor, `backbone` and `data_lead` count only for "
        "people who have one. [Why it is so, and how it is proven](../explanation/access.md)."
    )
    yield (
        "The page *Settings* of an initiative is for `change_settings`. People [join by a "
        "link](../how-to/add-people.md)."
    )


if __name__ == "__main__":
    main()

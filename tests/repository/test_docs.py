"""The documents say what is there: their code runs, their links lead somewhere, nothing is left out."""

import ast
import contextlib
import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from django.core.management import call_command, get_commands

from shidra.accounts.models import User
from shidra.cli import COMMANDS
from shidra.exchange.workbook.tables import TABLES
from shidra.funding.analysis.plan_problem import BesideReason
from shidra.gaps.queries import Where, gap_ref
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import RIGHTS
from tests.repository.test_house import tracked
from tools import pictures, reference

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
MOST_BYTES_OF_A_PICTURE = 200_000

# Addresses of one machine, or of whoever hands out packages, mean nothing to a reader.
LOCAL = re.compile(
    r"(?<![\w.])/(?:work|root|Users|opt/pypi)\b/[/\w.-]*|file:///\w|\w:\\\\Users"
    r"|https?://[\w.-]*(?:pythonhosted|artifactory|nexus|devpi|mirror)[\w.-]*"
)
# This file must name what it looks for.
NAMES_THE_FORBIDDEN = {Path(__file__).resolve()}


def documents() -> list[Path]:
    return tracked("*.md")


def named(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def run_code(*codes: str) -> str:
    """What the pieces print, one after the other, sharing their names."""
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(printed := io.StringIO()):
        for code in codes:
            exec(compile(code, "document", "exec"), names)  # our own documents
    return printed.getvalue()


# --- code ---


def test_the_example_of_the_readme_runs_and_prints_what_it_says():
    readme = REPOSITORY / "README.md"
    [code] = blocks(readme, "python")
    assert len([line for line in code.splitlines() if line.strip()]) == 6
    printed = run_code(code).strip()
    assert f"prints `{printed}`" in readme.read_text(encoding="utf-8")


def test_the_notebook_runs_without_django():
    notebook = DOCS / "tutorials" / "first-allocation-notebook.md"
    cells = blocks(notebook, "python")
    assert len(cells) >= 4
    code = "\n".join([*cells, "import sys", "assert 'django' not in sys.modules"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0.67\n")
    assert "It prints `0.67`" in notebook.read_text(encoding="utf-8")


def test_the_first_initiative_loads_and_shows_what_the_tutorial_shows(db, tmp_path):
    tutorial = DOCS / "tutorials" / "first-initiative.md"
    names = re.findall(r"`tables/(\w+\.csv)`", tutorial.read_text(encoding="utf-8"))
    tables = blocks(tutorial, "csv")
    assert len(names) == len(tables) > 4
    for name, rows in zip(names, tables, strict=True):
        (tmp_path / name).write_text(rows, encoding="utf-8")
    from django.utils import translation

    with translation.override("en"):
        call_command("load", str(tmp_path), stdout=io.StringIO(), stderr=io.StringIO())
        call_command("gaps", "reading", stdout=(shown := io.StringIO()))
    [expected] = blocks(tutorial, "text")
    assert shown.getvalue().strip() == expected.strip()


# --- completeness ---


def test_the_reference_pages_are_those_of_todays_code():
    stale = [
        named(path)
        for path, text in reference.written().items()
        if path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `uv run python tools/reference.py`"


def test_every_command_is_documented():
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    own = {name for name, app in get_commands().items() if app.startswith("shidra.")}
    own |= set(COMMANDS)
    assert own == set(re.findall(r"^## shidra ([\w-]+)$", text, re.MULTILINE))


def test_every_command_that_a_document_names_exists_with_its_options():
    known, parsers = {*get_commands(), *COMMANDS, "help"}, reference.parsers()
    wrong = []
    for path in documents():
        for line in re.findall(
            r"(?:uv run |`|bin/|^\s*)shidra ([^`\n]*)", _code_of(path), re.MULTILINE
        ):
            words = line.split("#")[0].split()
            if not words or not re.fullmatch(r"[a-z][a-z-]*", words[0]):
                continue
            if words[0] not in known:
                wrong.append(f"{named(path)}: shidra {words[0]}")
            elif words[0] in parsers:
                allowed = reference.options_of(parsers[words[0]])
                given = {w.strip("[]") for w in words if re.match(r"\[?--?[a-z]", w)}
                wrong += [f"{named(path)}: shidra {words[0]} {o}" for o in given - allowed]
    assert wrong == []


def _code_of(path: Path) -> str:
    """What a document shows as code: fenced blocks and words between backticks."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    without = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return "\n".join([*fenced, *(f"`{code}`" for code in re.findall(r"`([^`\n]+)`", without))])


def test_every_setting_is_documented_and_every_documented_one_is_read():
    read: set[str] = set()
    for path in tracked("src/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = ast.unparse(node.func)
                if called.startswith("env.") or called.endswith("environ.get"):
                    read.add(ast.literal_eval(node.args[0]))
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    assert read - {"LANG"} == set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))


def test_every_right_and_role_is_documented():
    text = (DOCS / "reference" / "roles-and-rights.md").read_text(encoding="utf-8")
    assert {str(right) for right in RIGHTS} == set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    assert [role for role in Membership.Role if f"`{role}`" not in text] == []


def test_every_column_of_the_workbook_is_documented():
    text = (DOCS / "reference" / "workbook.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    assert set(sections) == set(TABLES)
    left_out = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if f"`{column.name}`" not in sections[table.name]
    ]
    assert left_out == []


def test_every_reason_for_standing_beside_the_plan_is_documented():
    text = (DOCS / "reference" / "plan-json.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\| `([a-z ]+)` \|", text, re.MULTILINE))
    reasons = set(get_args(BesideReason.__value__))
    assert {each for each in shown if " " in each} == reasons


def test_every_figure_on_a_page_is_documented_and_every_documented_one_is_shown(
    client, ready_together: Initiative
):
    client.force_login(User.objects.create_superuser("all@example.org", "x"))
    shown: set[str] = set()
    for page in (
        "",
        "map/",
        "map/structure/",
        "factors/F2/",
        "missing/",
        f"missing/gap/{gap_ref('resource', Where('F4', year=2026))}/",
        "money/",
        "partners/",
        "indicators/",
        "indicators/I1/",
        "indicators/I1/?view=disparity",
        "disparities/",
        "equity/I1/",
        "plan/",
    ):
        html = client.get(f"/en/i/ready-together/{page}").content.decode()
        shown |= set(re.findall(r'data-figure="(\w+)"', html))
    text = (DOCS / "reference" / "figures-on-pages.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ")][1:]
    # Nothing is stranded in this initiative, and no price has two sides.
    elsewhere = {"stranded", "shadow_price_low", "shadow_price_high"}
    # Its map has no loop, and its links say how strong they are, not how much.
    elsewhere |= {"loop_strength", "loop_gain", "worth", "path_share"}
    # Its indicators have two periods, too few to draw what is chance and what comes.
    elsewhere |= {"sure_low", "sure_high", "median", "mean", "limit_low", "limit_high"}
    elsewhere |= {"forecast", "forecast_low", "forecast_high", "value_converted"}
    # Nobody has kept a scenario.
    elsewhere |= {"direction", "moved", "score_rank", "score_rank_scenario"}
    elsewhere |= {"indirect_influence_rank_scenario", "worth_scenario"}
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == shown | elsewhere


# --- links and pictures ---


def _anchors(path: Path) -> set[str]:
    """The addresses of a document's headings, as they are made where Markdown is shown."""
    text = re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for path in documents():
        text = re.sub(
            r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
        for target in targets:
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            found = (path.parent / file).resolve() if file else path
            if not found.exists() or (anchor and anchor not in _anchors(found)):
                broken.append(f"{named(path)}: {target}")
    assert broken == []


def test_every_document_can_be_reached_from_the_readme():
    start = REPOSITORY / "README.md"
    reached, open_ends = {start}, [start]
    while open_ends:
        path = open_ends.pop()
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            found = (path.parent / target).resolve()
            if found.suffix == ".md" and found.exists() and found not in reached:
                reached.add(found)
                open_ends.append(found)
    lost = [named(path) for path in documents() if path.is_relative_to(DOCS)]
    assert [name for name in lost if REPOSITORY / name not in reached] == []


def test_every_picture_is_small_described_and_taken_by_the_tool():
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents())
    undescribed = re.findall(r"!\[\]\([^)]+\)|<img(?![^>]*alt=)[^>]*>", text)
    files = {path.stem: path for path in tracked("docs/pictures/*.png")}
    assert undescribed == []
    assert set(files) == {shot.name for shot in pictures.SHOTS}
    assert [name for name in files if f"{name}.png" not in text] == [], "no document shows it"
    assert [n for n, p in files.items() if p.stat().st_size > MOST_BYTES_OF_A_PICTURE] == []


# --- words ---


def test_no_committed_text_names_a_local_machine_or_a_registry():
    found = []
    for path in tracked():
        if path.resolve() in NAMES_THE_FORBIDDEN:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}: {match[0]}" for match in LOCAL.finditer(text)]
    assert found == []


@pytest.mark.parametrize("guide", ["he", "ar"])
def test_the_guides_are_written_in_their_own_script(guide):
    text = (DOCS / guide / "README.md").read_text(encoding="utf-8")
    script = {"he": r"[\u0590-\u05ff]", "ar": r"[\u0600-\u06ff]"}[guide]
    assert len(re.findall(script, text)) > 4 * len(re.findall(r"[A-Za-z]", text))


def test_the_stack_of_the_architecture_is_the_one_that_is_kept():
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    stack = next(
        each["layers"]
        for each in contracts["tool"]["importlinter"]["contracts"]
        if each["id"] == "stack"
    )
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert re.findall(r"^  (\w+)/ ", text, re.MULTILINE) == stack

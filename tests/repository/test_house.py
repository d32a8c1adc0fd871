"""Rules of the house that a linter cannot hold. Each was seen to fail once."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "shidra"

LONGEST_FILE, LONGEST_FUNCTION = 600, 60
FORBIDDEN_WORDS = re.compile(r"(Manager|Helper|Util|Handler|Base[A-Z]\w*)$")
# Names that a framework sets.
GIVEN_NAMES = {"BaseUserManager", "BaseCommand"}
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)|left|right)\s*:|text-align:\s*(?:left|right)|"
    r"float:\s*(?:left|right)"
)


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows or would add; what is built is not the house's business."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(
        command, cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [REPOSITORY / name for name in names if (REPOSITORY / name).is_file()]


def python_files() -> list[Path]:
    return [p for p in tracked("*.py") if "migrations" not in p.parts]


def test_no_file_is_too_long():
    long = {
        str(p.relative_to(REPOSITORY)): n
        for p in python_files()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_too_long():
    long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(
                        f"{path.relative_to(REPOSITORY)}:{node.lineno} {node.name} {length}"
                    )
    assert long == []


def test_no_class_is_named_for_nothing():
    found = [
        f"{path.relative_to(REPOSITORY)}: {node.name}"
        for path in python_files()
        if path.is_relative_to(SOURCE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and FORBIDDEN_WORDS.search(node.name)
        and node.name not in GIVEN_NAMES
    ]
    assert found == []


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|raise NotImplemented|lorem ipsum")
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in tracked("src/*.py", "src/*.html", "src/*.js", "src/*.css", "tests/*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if words.search(line) and path != Path(__file__)
    ]
    assert found == []


def test_style_sheets_name_no_physical_side():
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()}"
        for path in tracked("src/*.css")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PHYSICAL.search(line)
    ]
    assert found == []


def test_colours_stand_in_the_tokens_alone():
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)\(")
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()}"
        for path in tracked("src/*.css")
        if path.name != "tokens.css"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if raw.search(re.sub(r"/\*.*?\*/|url\([^)]*\)|oklch\(from", "", line))
    ]
    assert found == []


@pytest.mark.parametrize("fault", [' style="', "<style", "onclick=", "javascript:"])
def test_templates_carry_nothing_inline(fault):
    found = [
        str(path.relative_to(REPOSITORY))
        for path in tracked("src/*.html")
        if fault in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_scripts_build_no_markup_from_text():
    found = [
        str(path.relative_to(REPOSITORY))
        for path in tracked("src/*.js")
        if re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text()
        )
    ]
    assert found == []


def test_every_dependency_says_why():
    lines = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    inside, silent = False, []
    for line in lines:
        if re.match(r"(requires|dependencies|dev) = \[", line):
            inside = True
        elif line.startswith("]"):
            inside = False
        elif inside and line.strip().startswith('"') and "#" not in line:
            silent.append(line.strip())
    assert silent == []


def test_views_fetch_nothing_by_themselves():
    found = [
        str(path.relative_to(REPOSITORY))
        for path in tracked("src/*views*.py")
        if re.search(
            r"\.objects\b|_base_manager|get_object_or_404", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


def test_a_moment_is_shown_in_the_time_of_the_place():
    """A moment is kept in UTC: its day there is yesterday's for two or three hours of every night."""
    raw = re.compile(
        r"dates\.\w+\(\s*[\w.]*(?:\bat|_at)\s*,|(?:\bat|_at)\.date\(\)|date\.today\(|datetime\.today\("
    )
    found = [
        f"{path.relative_to(REPOSITORY)}: {shown[0]}"
        for path in tracked("src/*.py")
        if path != SOURCE / "i18n/dates.py"  # it is given moments that are local already
        for shown in raw.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_model_is_reached_by_a_string():
    found = [
        f"{path.relative_to(REPOSITORY)}: {match}"
        for path in python_files()
        if path.is_relative_to(SOURCE)
        for match in re.findall(
            r'get_model\(|ForeignKey\(\s*"(?!self")[^"]+"', path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


def test_nothing_committed_names_a_download_address():
    text = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text
    assert not [p for p in tracked("uv.lock") if p.exists()]

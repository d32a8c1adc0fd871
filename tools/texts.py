"""The interface texts: collect them from the code, compile them, check that none is missing.

    uv run python tools/texts.py collect [APP …]   # merge new messages into each app's po files
    uv run python tools/texts.py compile [APP …]   # write the .mo files that Django reads
    uv run python tools/texts.py check [APP …]     # exit 1 and say what is missing or wrong

Pure Python, by babel and Django's own template reader; no gettext programs are needed.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "shidra"
LANGUAGES = ("he", "ar")
PLURAL_FORMS = {
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Shidra\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"
"""
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}|%%")

# A message is known by its context and its words, singular and plural.
type Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One message that a reader of a language would miss."""

    app: str
    language: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.app} [{self.language}] {self.what}: {self.message!r}"


def apps(package: Path = PACKAGE, wanted: Sequence[str] = ()) -> list[Path]:
    """The folders whose texts are kept together."""
    found = [
        path for path in sorted(package.iterdir()) if path.is_dir() and path.name[0] not in "_."
    ]
    if unknown := set(wanted) - {path.name for path in found}:
        raise SystemExit(f"no such app: {', '.join(sorted(unknown))}")
    return [path for path in found if not wanted or path.name in wanted]


def collected(app: Path) -> Catalog:
    """The messages that the code and the templates of an app hold now."""
    catalogue = Catalog()
    for path in sorted(app.rglob("*")):
        if "migrations" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.relative_to(app).parts:
            source = _as_python(path)
        else:
            continue
        place = path.relative_to(app.parent).as_posix()
        found = extract(
            "python", BytesIO(source), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        )
        for _line, message, comments, context in found:
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def _as_python(template: Path) -> bytes:
    """The texts of a template as calls that a Python extractor reads."""
    calls = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def po_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(app: Path, language: str) -> Catalog:
    """The translations that an app has in a language."""
    path = po_path(app, language)
    if not path.exists():
        return read_po(_header(language), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _header(language: str) -> BytesIO:
    text = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return BytesIO(text.encode())


def merged(now: Catalog, old: Catalog, language: str, elsewhere: Iterable[Catalog]) -> bytes:
    """A po file with the messages of now and the translations of old, sorted.

    A message new to an app takes the translation that a neighbour already gave the same words.
    """
    new = read_po(_header(language), locale=language)
    sources = [old, *elsewhere]
    for message in _messages(now):
        # Only what is truly the same message lends its translation.
        translated = next((m for c in sources if (m := _same(c, message)) and _is_whole(m)), None)
        new.add(
            message.id,
            translated.string if translated else "",
            locations=sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=translated.user_comments if translated else (),
            context=message.context,
        )
    target = BytesIO()
    write_po(target, new, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return _header(language).getvalue() + b"\n" + target.getvalue().strip() + b"\n"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _same(catalogue: Catalog, message: Message) -> Message | None:
    found = catalogue.get(message.id, message.context)
    return found if found is not None and bool(found.pluralizable) == message.pluralizable else None


def _is_whole(message: Message) -> bool:
    strings = message.string if message.pluralizable else (message.string,)
    return bool(strings) and all(strings)


def collect(package: Path = PACKAGE, wanted: Sequence[str] = ()) -> list[Path]:
    """Bring the po files up to date; those that changed."""
    everyone, changed = apps(package), []
    for language in LANGUAGES:
        catalogues = {app: kept(app, language) for app in everyone}
        for app in apps(package, wanted):
            now, path = collected(app), po_path(app, language)
            if not len(now) and not path.exists():
                continue
            neighbours = [catalogues[other] for other in everyone if other != app]
            text = merged(now, catalogues[app], language, neighbours)
            if not path.exists() or path.read_bytes() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
                changed.append(path)
    return changed


def compiled(package: Path = PACKAGE, wanted: Sequence[str] = ()) -> list[Path]:
    """Write the .mo files that Django reads."""
    written = []
    for app in apps(package, wanted):
        for source in sorted(app.glob("locale/*/LC_MESSAGES/*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
            written.append(source.with_suffix(".mo"))
    return written


def faults(package: Path = PACKAGE, wanted: Sequence[str] = ()) -> list[Fault]:
    """Every message that is missing, untranslated, fuzzy, wrong or no longer used."""
    found: list[Fault] = []
    for language in LANGUAGES:
        first_said: dict[Key, tuple[str, object]] = {}
        for app in apps(package, wanted):
            now, have = collected(app), kept(app, language)
            found += _faults_of_app(app.name, language, now, have)
            for message in filter(_is_whole, _messages(have)):
                key = (message.context, str(message.id))
                other, words = first_said.setdefault(key, (app.name, message.string))
                if words != message.string:
                    what = f"translated otherwise in {other}; only one of both is ever shown"
                    found.append(Fault(app.name, language, _shown(message), what))
    return sorted(found)


def _faults_of_app(app: str, language: str, now: Catalog, have: Catalog) -> Iterator[Fault]:
    for message in _messages(now):
        translated = _same(have, message)
        if translated is None:
            yield Fault(app, language, _shown(message), "missing from the po file")
        elif what := _wrong_with(translated):
            yield Fault(app, language, _shown(message), what)
    for message in _messages(have):
        if _same(now, message) is None:
            yield Fault(app, language, _shown(message), "no longer used")


def _wrong_with(message: Message) -> str:
    if message.fuzzy:
        return "fuzzy"
    if not _is_whole(message):
        return "untranslated"
    return _wrong_placeholders(message)


def _wrong_placeholders(message: Message) -> str:
    """Plural forms may say their number in a word; otherwise each placeholder has its place."""
    sources = message.id if message.pluralizable else (message.id,)
    strings = message.string if message.pluralizable else (message.string,)
    expected = set().union(*map(_placeholders, sources))
    for string in strings:
        given = _placeholders(string)
        if extra := given - expected:
            return f"wrong placeholders {sorted(extra)} in {string!r}"
        if (left_out := expected - given) and not message.pluralizable:
            return f"without the placeholders {sorted(left_out)} in {string!r}"
    if expected - _placeholders(strings[-1]):
        return f"without placeholders in its general plural {strings[-1]!r}"
    return ""


def _placeholders(text: str) -> set[str]:
    return {found.group() for found in PLACEHOLDER.finditer(text) if found.group() != "%%"}


def _shown(message: Message) -> str:
    return message.id[0] if message.pluralizable else str(message.id)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=("collect", "compile", "check"))
    parser.add_argument("apps", nargs="*", help="only these apps")
    parser.add_argument("--package", type=Path, default=PACKAGE, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.command == "collect":
        for path in collect(given.package, given.apps):
            print(f"updated {path}")
    elif given.command == "compile":
        print(f"{len(compiled(given.package, given.apps))} files compiled", file=sys.stderr)
    elif found := faults(given.package, given.apps):
        print(*found, f"{len(found)} texts to mend", sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Reads a page as a screen reader does: each run of letters in the language of its element."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

__all__ = ["SCRIPTS", "Page", "read_page", "unisolated"]

# The letters that tell a language at sight.
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "he": re.compile(r"[\u05d0-\u05ea][\u05d0-\u05ea\s\"'־-]*"),
    "ar": re.compile(r"[\u0620-\u064a][\u0620-\u0652\s]*"),
}
EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
# Their content is text alone, so no element within them can say its language.
TEXT_ONLY = frozenset({"title", "desc", "option"})
SILENT = frozenset({"script", "style"})
# What is heard or shown of an element beside its content.
HEARD = frozenset({"aria-label", "title", "alt", "placeholder", "label", "content"})
OPENING, CLOSING = "\u2066\u2067\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Page:
    """What stands where: (language of the element, words) and (language, words of an attribute)."""

    texts: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    torn: tuple[str, ...]

    def unmarked(self) -> Iterator[str]:
        """Words in a script that is not the one of the language their element speaks."""
        for language, words in self.texts:
            # What a program keeps, as it keeps it, is in no language (ISO 639: zxx).
            if language == "zxx":
                continue
            for spoken, script in SCRIPTS.items():
                if spoken != language and script.search(words):
                    yield f"[{language}] {words.strip()}"

    def bare_attributes(self) -> Iterator[str]:
        """Words of another language in an attribute, outside any isolate."""
        for language, words in self.attributes:
            for spoken, script in SCRIPTS.items():
                if spoken != language and script.search(unisolated(words)):
                    yield f"[{language}] {words}"


def unisolated(words: str) -> str:
    """What of a text stands in no isolate."""
    depth, kept = 0, []
    for letter in words:
        if letter in OPENING:
            depth += 1
        elif letter in CLOSING:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.torn: list[str] = []

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or self.language
        self.attributes += [(language, value or "") for name, value in attrs if name in HEARD]
        self.torn += [
            f"<{tag} {name}={value!r}>"
            for name, value in attrs
            if "<" in (value or "") or not re.fullmatch(r"[a-zA-Z][\w:.-]*", name)
        ]
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag = self.open[-1][0] if self.open else ""
        if tag in TEXT_ONLY:
            self.attributes.append((self.language, data))
        elif tag not in SILENT and data.strip():
            self.texts.append((self.language, data))


def read_page(markup: str) -> Page:
    """The words of a page with their languages."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return Page(
        tuple(reader.texts), tuple(reader.attributes), tuple(reader.links), tuple(reader.torn)
    )

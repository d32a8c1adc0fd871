"""The page of the map's files: what each format carries, and how a stranger's map was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.exchange.maps import FORMATS, carried_by, left_out
from shidra.exchange.maps.matching import STRENGTH
from shidra.exchange.queries.report import MapLoad
from shidra.i18n.isolates import ltr
from shidra.i18n.numbers import number

__all__ = ["FilesPage", "files_page", "notes_of"]

# The most codes that one sentence names.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class FormatCard:
    """One format to take the map in, and what it leaves out of this map."""

    title: str
    ending: str
    href: str
    use: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a map and, format by format, whether it is carried."""

    words: str
    marks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Everything on the page of the map's files."""

    cards: tuple[FormatCard, ...]
    titles: tuple[str, ...]
    parts: tuple[PartLine, ...]


def files_page(
    code: str, counts: Mapping[str, int], language: str, *, query: str = ""
) -> FilesPage:
    """The formats, with what each leaves out of this map; `query` names a version."""
    uses = {
        "tables": _("For spreadsheets, and to take the map to another installation of Shidra."),
        "kumu": _("Drop the file onto an empty map in Kumu."),
        "kumu-sheets": _("For Kumu by way of a spreadsheet that people can read and change."),
        "graphml": _("For yEd, Cytoscape, igraph and other programs for graphs."),
        "gexf": _("For Gephi."),
    }
    return FilesPage(
        cards=tuple(
            FormatCard(
                str(each.title),
                each.ending,
                reverse("exchange:map-file", args=[code, each.name]) + query,
                uses[each.name],
                tuple(
                    _("%(part)s (%(count)s)")
                    % {"part": lost.words, "count": number(lost.count, language)}
                    for lost in left_out(each.name, counts)
                ),
            )
            for each in FORMATS.values()
        ),
        titles=tuple(str(each.title) for each in FORMATS.values()),
        parts=tuple(
            PartLine(str(part.words), tuple(name in part.formats for name in FORMATS))
            for part in carried_by()
        ),
    )


def notes_of(loaded: MapLoad, language: str = "en") -> Iterator[str]:
    """What people should know of how a map was read, a sentence each."""
    yield from _readings(loaded, language)
    if count := loaded.withheld:
        yield ngettext(
            "%(count)s piece of evidence has the code of one that you do not see. It was left out.",
            "%(count)s pieces of evidence have the codes of ones that you do not see. "
            "They were left out.",
            count,
        ) % {"count": number(count, language)}
    if others := loaded.matched.not_in_file:
        yield ngettext(
            "%(count)s factor of the map is not in this file and stays as it is: %(codes)s.",
            "%(count)s factors of the map are not in this file and stay as they are: %(codes)s.",
            len(others),
        ) % {"count": number(len(others), language), "codes": _named(others)}


def _readings(loaded: MapLoad, language: str) -> Iterator[str]:
    """What was taken for what, or could not be taken at all."""
    found = loaded.matched
    if same := found.found_by_name:
        yield ngettext(
            "%(count)s element is taken for a factor because it is called the same: %(codes)s.",
            "%(count)s elements are taken for factors because they are called the same: %(codes)s.",
            len(same),
        ) % {"count": number(len(same), language), "codes": _named(same)}
    if count := found.without_sign:
        yield ngettext(
            "%(count)s new link does not say whether it promotes or hinders. "
            "It is taken as promoting.",
            "%(count)s new links do not say whether they promote or hinder. "
            "They are taken as promoting.",
            count,
        ) % {"count": number(count, language)}
    if count := found.without_strength:
        yield ngettext(
            "%(count)s new link does not say how strong it is. "
            "It is given strength %(strength)s of 3.",
            "%(count)s new links do not say how strong they are. "
            "They are given strength %(strength)s of 3.",
            count,
        ) % {"count": number(count, language), "strength": number(STRENGTH, language)}
    if count := found.without_direction:
        yield ngettext(
            "%(count)s link has no direction, so it cannot tell what moves what. It was left out.",
            "%(count)s links have no direction, so they cannot tell what moves what. "
            "They were left out.",
            count,
        ) % {"count": number(count, language)}


def _named(codes: tuple[str, ...]) -> str:
    named = ", ".join(ltr(code) for code in codes[:MOST_NAMED])
    return f"{named} …" if len(codes) > MOST_NAMED else named

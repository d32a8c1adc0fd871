"""What stands under one factor: its context, voices, doubts about its links, and the talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.i18n import dates, numbers
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.roadmap.models import FactorEntry
from shidra.roadmap.permissions import may_confirm
from shidra.roadmap.presentation.saying import (
    SaidLine,
    TalkLine,
    VoiceLine,
    doubt_line,
    talk_line,
    voice_line,
)
from shidra.roadmap.presentation.wording import MapWording, Words
from shidra.roadmap.queries import FactorSaid, said_about

__all__ = ["Attribute", "FactorDepth", "Freshness", "Layer", "factor_depth"]

# The layers of the iceberg, from what is seen down to what is taken for granted.
LAYERS = {
    "event": gettext_lazy("What happens"),
    "pattern": gettext_lazy("What repeats"),
    "structure": gettext_lazy("What produces it"),
    "belief": gettext_lazy("What is taken for granted"),
}


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a factor was last looked at, and whether that is too long ago."""

    text: str
    is_stale: bool
    by: Shown | None
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that the map says of a factor."""

    label: str
    value: Words


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the context sheet."""

    code: str
    label: str
    words: Shown


@dataclass(frozen=True, slots=True)
class FactorDepth:
    """Everything that unfolds on the page of a factor."""

    freshness: Freshness
    attributes: tuple[Attribute, ...]
    layers: tuple[Layer, ...]
    history: Shown | None
    edited: Words
    voices: tuple[VoiceLine, ...]
    waiting: int
    doubts: tuple[SaidLine, ...]
    open_doubts: int
    talk: tuple[TalkLine, ...]
    talk_title: str
    may_edit: bool
    may_say: bool
    may_moderate: bool
    is_member: bool


def factor_depth(
    access: Access, entry: FactorEntry, names: Mapping[str, Words], today: date, language: str
) -> FactorDepth:
    """What stands under a factor, as far as this person may read it; `names` by code of factor."""
    words = MapWording(access.initiative, language)
    said = said_about(entry.factor, access)
    sheet = said.sheet
    voices = tuple(voice_line(each, access, language) for each in said.voices)
    doubts = tuple(_doubts(said, names, access, words))
    may_say = access.may(Right.COMMENT)
    return FactorDepth(
        freshness=_freshness(access, entry, today, language),
        attributes=tuple(_attributes(entry, words)),
        layers=tuple(_layers(said, language)),
        history=sheet.history.shown(language) if sheet and sheet.history else None,
        edited=dates.moment(localtime(sheet.edited_at), language)
        if sheet and sheet.edited_at
        else "",
        voices=voices,
        waiting=sum(1 for each in voices if each.is_waiting),
        doubts=doubts,
        open_doubts=sum(1 for each in said.doubts if each.is_open),
        talk=tuple(talk_line(each, access, language) for each in said.talk),
        talk_title=_talk_title(said, language),
        may_edit=access.may(Right.EDIT),
        may_say=may_say,
        may_moderate=access.may(Right.MODERATE),
        is_member=access.is_member,
    )


def _freshness(access: Access, entry: FactorEntry, today: date, language: str) -> Freshness:
    on = entry.last_reviewed_on
    confirmed = entry.factor.confirmed_by if on and on == entry.factor.confirmed_on else ""
    is_stale = on is None or (today - on).days > access.initiative.stale_after_days
    return Freshness(
        text=dates.date(on, language) if on else _("never"),
        is_stale=is_stale,
        by=Shown.by_script(confirmed, language) if confirmed and access.is_member else None,
        may_confirm=on != today and may_confirm(access, entry.factor),
    )


def _attributes(entry: FactorEntry, words: MapWording) -> list[Attribute]:
    names = ("condition", "groups", "level", "controllability", "confidence", "lead_group")
    return [
        Attribute(words.field(name), words.value(name, value))
        for name in names
        if (value := getattr(entry, name)) not in (None, "")
    ]


def _layers(said: FactorSaid, language: str) -> list[Layer]:
    if said.sheet is None:
        return []
    return [
        Layer(name, str(label), text.shown(language))
        for name, label in LAYERS.items()
        if (text := getattr(said.sheet, name))
    ]


def _doubts(
    said: FactorSaid, names: Mapping[str, Words], access: Access, words: MapWording
) -> list[SaidLine]:
    found = []
    for doubt in said.doubts:
        ends = (doubt.source.code, doubt.target.code)
        shown = [names.get(code, code) for code in ends]
        about = words.beside(shown)
        found.append(doubt_line(doubt, about, access, words))
    return found


def _talk_title(said: FactorSaid, language: str) -> str:
    count = sum(1 for each in said.talk if each.retired_at is None)
    if not count:
        return _("Nobody has said anything here yet.")
    return ngettext("%(count)s entry", "%(count)s entries", count) % {
        "count": numbers.number(count, language)
    }

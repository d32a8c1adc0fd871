"""How the map names things in one language: factors, fields, values, stages, groups."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, arrow, code, filled, listed, together
from shidra.i18n.text import Shown, Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.queries import groups_of, labels_of
from shidra.roadmap.models import EvidenceLevel, FactorEntry, Link
from shidra.roadmap.queries import FieldChange

__all__ = ["MapWording"]

type Words = Phrase | Shown | str

_FIELDS: Mapping[str, Any] = {
    "kind": gettext_lazy("Outcome or factor"),
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("Description"),
    "track": gettext_lazy("Track"),
    "stage": gettext_lazy("Stage"),
    "level": gettext_lazy("Level"),
    "condition": gettext_lazy("Condition of the system"),
    "lead_group": gettext_lazy("Working group that leads"),
    "groups": gettext_lazy("Whom it is about"),
    "importance": gettext_lazy("Importance"),
    "controllability": gettext_lazy("How far we can move it"),
    "state": gettext_lazy("State"),
    "confidence": gettext_lazy("How sure we are"),
    "reviewed_on": gettext_lazy("Last looked at"),
    "barrier": gettext_lazy("Barrier"),
    "position": gettext_lazy("Order among its neighbours"),
    "sign": gettext_lazy("Direction of influence"),
    "strength": gettext_lazy("Strength"),
    "effect": gettext_lazy("Size of the effect"),
    "lag_months": gettext_lazy("Months until it is felt"),
    "status": gettext_lazy("Standing"),
    "evidence": gettext_lazy("Evidence"),
    "assumption": gettext_lazy("What must be true for it"),
    "reviewer": gettext_lazy("Who looked at it"),
}
_CHOICES: Mapping[str, Any] = {
    "kind": FactorEntry.Kind,
    "condition": FactorEntry.Condition,
    "confidence": FactorEntry.Confidence,
    "sign": Link.Sign,
    "status": Link.Status,
    "evidence": EvidenceLevel,
}
_LABELLED = frozenset({"track", "level", "lead_group"})


class MapWording:
    """The words of one initiative's map for one reader; labels and groups are read once."""

    def __init__(self, initiative: Initiative, language: str) -> None:
        self.initiative, self.language = initiative, language
        self._labels = labels_of(initiative)
        self._groups: dict[str, Text] | None = None

    def field(self, name: str) -> str:
        """What a field is called."""
        return str(_FIELDS[name])

    def label(self, kind: str, name: str) -> Words:
        """What a code is called; a code without a label stands as it is."""
        text = self._labels.get((kind, name))
        return text.shown(self.language) if text else code(name)

    def stage(self, number: int) -> Words:
        """What a column of the map is called."""
        text = self._labels.get(("stage", str(number)))
        return text.shown(self.language) if text else _("Stage %s") % number

    def groups(self, keys: str) -> Words:
        """The groups that a factor is about."""
        if not keys:
            return pgettext("groups", "everybody")
        if self._groups is None:
            self._groups = {key: each.name for key, each in groups_of(self.initiative).items()}
        found = self._groups
        return listed(
            (
                found[key].shown(self.language) if key in found else code(key)
                for key in keys.split("|")
            ),
            self.language,
        )

    def value(self, name: str, value: Any) -> Words:
        """The value of a field; empty for nothing."""
        if isinstance(value, Text):
            return value.shown(self.language) if value else ""
        if name == "groups":
            return self.groups(value)
        if value is None or value == "":
            return ""
        if name in _LABELLED:
            return self.label(name, value)
        return self._plain(name, value)

    def _plain(self, name: str, value: Any) -> Words:
        if name in _CHOICES:
            return str(_CHOICES[name](value).label)
        if name == "stage":
            return self.stage(value)
        match value:
            case date():
                return dates.date(value, self.language)
            case int() | Decimal():
                digits = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
                return numbers.number(value, self.language, digits)
        return Shown.by_script(str(value), self.language)

    def change(self, field: FieldChange) -> tuple[Words, Words]:
        """A field before and after, each in words; for nothing, that nothing is said."""
        nothing = _("nothing")
        if isinstance(field.before, Text):
            return self._texts(field.before, field.after)
        before, after = self.value(field.name, field.before), self.value(field.name, field.after)
        return before or nothing, after or nothing

    def _texts(self, before: Text, after: Text) -> tuple[Words, Words]:
        """The language in which the words differ: the reader's own if it is one of them."""
        differing = [
            code
            for code in (self.language, "he", "ar", "en")
            if before.words(code) != after.words(code)
        ]
        language = differing[0] if differing else self.language
        found = []
        for text in (before, after):
            words = text.words(language)
            is_foreign = language != self.language
            found.append(Shown(words, language, is_foreign=is_foreign) if words else _("nothing"))
        return found[0], found[1]

    def ends(self, names: tuple[Text, ...]) -> Words:
        """A factor by its name, a link by both of its ends."""
        return self.beside([name.shown(self.language) for name in names])

    def beside(self, shown: Sequence[Words]) -> Words:
        """Names with an arrow between them."""
        return shown[0] if len(shown) == 1 else together(shown, arrow(self.language))

    def version(self, number: int) -> str:
        """A version by its number."""
        return _("Version %(number)s") % {"number": numbers.number(number, self.language)}

    def sentence(self, source: Words, target: Words, *, hinders: bool) -> Phrase:
        """What a link says."""
        words = (
            _("%(source)s hinders %(target)s") if hinders else _("%(source)s promotes %(target)s")
        )
        return filled(words, source=source, target=target)

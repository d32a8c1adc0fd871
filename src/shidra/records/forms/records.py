"""What a person writes about a record. Whether it holds, the rules of the workbook decide."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Self

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from shidra.exchange.workbook import Rejection
from shidra.i18n.languages import direction
from shidra.i18n.phrases import plain
from shidra.i18n.text import Shown
from shidra.records.presentation.editing import FieldPlan, SectionPlan

__all__ = ["PasteForm", "ReasonForm", "RecordForm", "opened_cells", "with_choices"]

YES, NO = "yes", "no"


class _Anything(forms.CharField):
    """Keeps what was typed; nothing is refused here."""

    def validate(self, value: Any) -> None:
        pass


class _Several(forms.MultipleChoiceField):
    """Keeps what was ticked; nothing is refused here."""

    def validate(self, value: Any) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Part:
    """Inputs that stand together: one, or a text with the reader's language first."""

    first: BoundField
    others: tuple[BoundField, ...]
    legend: str
    help: str
    is_required: bool
    is_wide: bool

    @property
    def is_open(self) -> bool:
        """Whether the other languages hold something that the reader should see."""
        return any(each.errors for each in self.others)

    @property
    def errors(self) -> bool:
        return any(each.errors for each in (self.first, *self.others))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with a title."""

    title: str
    parts: tuple[Part, ...]
    is_later: bool = False

    @property
    def is_folded(self) -> bool:
        """Whether it may stay folded: it is for later, and holds nothing to look at."""
        return self.is_later and not any(part.errors or part.is_required for part in self.parts)


class RecordForm(forms.Form):
    """The fields of one record."""

    use_required_attribute = False

    def __init__(
        self,
        plans: Sequence[FieldPlan],
        *,
        data: Mapping[str, Any] | None = None,
        cells: Mapping[str, str] | None = None,
    ) -> None:
        self.plans = {plan.key: plan for plan in plans}
        initial = {
            plan.key: _shown(plan, (cells or {}).get(plan.column.name, "")) for plan in plans
        }
        super().__init__(data, initial=initial)
        for plan in plans:
            self.fields[plan.key] = _field(plan)
        self.fields["why"] = forms.CharField(
            label=gettext_lazy("Why"),
            required=False,
            max_length=500,
            help_text=gettext_lazy("Stands in the history beside the change."),
        )

    @classmethod
    def of(cls, plans: Sequence[FieldPlan], cells: Mapping[str, str], why: str) -> Self:
        """The form as if these cells had been typed."""
        data: dict[str, Any] = {"why": why}
        for plan in plans:
            shown = _shown(plan, cells.get(plan.column.name, ""))
            if shown is not False:
                data[plan.key] = shown
        form = cls(plans, data=data)
        form.is_valid()
        return form

    def cells(self) -> dict[str, str]:
        """What was written, by column."""
        return {
            plan.column.name: _cell(plan, self.cleaned_data.get(key))
            for key, plan in self.plans.items()
        }

    def refuse(self, rejections: Iterable[Rejection]) -> None:
        """Put each rejection beside the field that it is about."""
        keys: dict[str, str] = {}
        for key, plan in self.plans.items():
            keys.setdefault(plan.column.name, key)
            keys.setdefault(plan.column.field, key)
        for found in rejections:
            about = found.about
            field = about.field if about else ""
            is_whole_text = bool(about and about.language and not found.value)
            named = field if is_whole_text else found.column
            about_field = keys.get(named) or keys.get(field)
            # Where one only chooses, the words of a file about codes would mean nothing.
            is_chosen = about_field is not None and self.plans[about_field].widget in {
                "select",
                "checks",
                "yes",
            }
            said = found.message if is_chosen else f"{found.message} {found.accepted}".strip()
            self.add_error(about_field, said)

    def sections(self, plans: Sequence[SectionPlan]) -> Iterator[Section]:
        """The form part by part."""
        for section in plans:
            yield Section(section.title, tuple(map(self._part, section.fields)), section.is_later)

    def _part(self, plans: tuple[FieldPlan, ...]) -> Part:
        first, *others = (self[plan.key] for plan in plans)
        plan = plans[0]
        is_text = bool(plan.column.language)
        return Part(
            first=first,
            others=tuple(others),
            legend=plan.legend if is_text else "",
            help=plan.help if is_text else "",
            is_required=not plan.is_optional,
            is_wide=plan.widget in {"checks", "area"},
        )

    def offers(self) -> Iterator[tuple[str, SafeString]]:
        """The suggestions of each field that has some, as options."""
        for key, plan in self.plans.items():
            if plan.widget == "offer" and plan.choices:
                # There may be a thousand of them, so nothing is asked twice of any.
                options = (
                    f'<option value="{escape(code)}"{_spoken(words)}>{escape(plain(words))}</option>'
                    for code, words in plan.choices
                )
                yield _list_id(key), mark_safe("".join(options))  # noqa: S308  (escaped above)


class ReasonForm(forms.Form):
    """Why a record is retired."""

    use_required_attribute = False
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Stands in the history, for those who ask later."),
    )


class PasteForm(forms.Form):
    """Rows copied from a spreadsheet."""

    use_required_attribute = False
    rows = forms.CharField(
        label=gettext_lazy("Rows"),
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea({"rows": "10", "dir": "auto", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy the cells in your spreadsheet and paste them here. The first row may hold the "
            "names of the columns, in any order; without them the order is that of the list below."
        ),
        error_messages={"required": gettext_lazy("Paste at least one row.")},
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Stands in the history beside the change."),
    )


def _spoken(words: Any) -> SafeString | str:
    """A name of another language says so."""
    if not (isinstance(words, Shown) and words.is_fallback):
        return ""
    return format_html(' lang="{}" dir="{}"', words.language, direction(words.language))


def _list_id(key: str) -> str:
    return f"offers-{key}"


def _shown(plan: FieldPlan, cell: str) -> Any:
    if plan.widget == "checks":
        return cell.split("|") if cell else []
    return cell == YES if plan.widget == "yes" else cell


def _cell(plan: FieldPlan, value: Any) -> str:
    if plan.widget == "checks":
        return "|".join(value or ())
    if plan.widget == "yes":
        return YES if value else NO
    return str(value or "")


def _field(plan: FieldPlan) -> forms.Field:
    attributes = dict(plan.attributes)
    common: dict[str, Any] = {
        "label": plan.label,
        "help_text": "" if plan.column.language else plan.help,
        "required": not plan.is_optional or bool(plan.column.language),
    }
    match plan.widget:
        case "checks":
            return _Several(
                choices=_by_dimension(plan), widget=forms.CheckboxSelectMultiple, **common
            )
        case "yes":
            return forms.BooleanField(**common | {"required": False})
        case "select":
            widget: forms.Widget = forms.Select(attributes, choices=plan.choices)
        case "day":
            widget = forms.DateInput({**attributes, "type": "date"})
        case "area":
            widget = forms.Textarea({**attributes, "rows": "3"})
        case "offer":
            if plan.choices:
                attributes["list"] = _list_id(plan.key)
            widget = forms.TextInput(attributes)
        case _:
            widget = forms.TextInput(attributes)
    return _Anything(widget=widget, strip=False, **common)


def _by_dimension(plan: FieldPlan) -> list[Any]:
    """Groups stand under what they are grouped by."""
    if plan.column.kind != "groups":
        return list(plan.choices)
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in plan.choices:
        dimension = code.partition(":")[0]
        found.setdefault(plan.parts.get(dimension, dimension), []).append((code, name))
    return list(found.items())


def with_choices(
    data: QueryDict, plans: Sequence[FieldPlan], theirs: Mapping[str, str]
) -> QueryDict:
    """What was typed, but of others where the person chose theirs."""
    chosen = data.copy()
    for plan in plans:
        if data.get(f"choose-{plan.key}") == "theirs":
            shown = _shown(plan, theirs.get(plan.column.name, ""))
            chosen.setlist(plan.key, shown if isinstance(shown, list) else [shown] if shown else [])
    return chosen


def opened_cells(data: Mapping[str, Any]) -> dict[str, str] | None:
    """What the form showed when it was opened; None where that cannot be read."""
    try:
        found = json.loads(data.get("opened", ""))
        cells = {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None
        "".join((cells or {}).values()).encode()  # half a letter can be written in JSON alone
    except (ValueError, RecursionError):
        return None
    return cells

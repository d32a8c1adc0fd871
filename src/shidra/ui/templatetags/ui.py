"""Components that need more than an include. `{% load ui %}`; see the gallery for each of them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape, unescape
from typing import Any, Protocol

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide

from shidra.i18n import isolates, languages, phrases
from shidra.i18n.phrases import html_of
from shidra.i18n.text import Shown, Text
from shidra.ui.stylesheet import stylesheet

register = template.Library()


class _Choice(Protocol):
    """One choice of a list, or the heading of those inside it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_chosen(self) -> bool: ...
    @property
    def inside(self) -> "Sequence[_Choice]": ...


class _Told(Protocol):
    """A figure of somebody in a period: its value and its words, or why there are none."""

    @property
    def name(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def machine(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reason(self) -> str: ...


# These point forward in the direction of reading, so they turn around with it.
_DIRECTIONAL = ("arrow-", "chevron-", "move-", "log-", "list", "undo", "redo")


@register.simple_tag
def stylesheet_url() -> str:
    """The address of all CSS, which changes with its content."""
    return reverse("assets:stylesheet", args=[stylesheet().digest])


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon by its Lucide name; it only ever stands beside words, so it is silent."""
    return _icon(str(name), size)


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    turns = name.startswith(_DIRECTIONAL) and name.endswith(("left", "right", "in", "out", "list"))
    attributes = {
        "class": "icon icon-turning" if turns else "icon",
        "aria-hidden": "true",
        "focusable": "false",
    }
    drawing = "".join(line.strip() for line in lucide(name, size=size, **attributes).split("\n"))
    return mark_safe(drawing)  # noqa: S308  (an icon of a package)


@register.simple_tag
def figure(name: str, of: str, value: Any, text: str, kind: str = "") -> SafeString:
    """A figure that a command prints too: what is shown, and beside it the unrounded value."""
    machine = machine_number(value)
    return format_html(
        '<data class="figure{}" value="{}" data-figure="{}" data-of="{}" data-value="{}">{}</data>',
        f" figure-{kind}" if kind else "",
        machine,
        name,
        of,
        machine,
        text,
    )


@register.simple_tag
def cell(f: _Told) -> SafeString:
    """A figure as its reader may have it: with a lock, absent, or shown; tables have hundreds."""
    if f.reason:
        return SafeString(render_to_string("ui/components/lock.html", lock(f.reason, short=True)))
    if f.value is None:
        return SafeString('<span class="nothing">–</span>')
    machine = escape(f.machine)
    return SafeString(
        f'<data class="figure" value="{machine}" data-figure="{escape(f.name)}" '
        f'data-of="{escape(f.of)}" data-period="{escape(f.period)}" data-value="{machine}">'
        f"{html_of(f.text)}</data>"
    )


def machine_number(value: Any) -> str:
    """A value as JSON has it: no separators, a point for decimals, null for none."""
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


@register.simple_tag
def words(content: Text | Shown | str, *, note: bool = False) -> SafeString | str:
    """A text of the initiative in the reader's language, else in another one, visibly.

    With `note`, editors are told that the translation is still missing.
    """
    language = languages.known(get_language())
    shown = content.shown(language) if isinstance(content, Text) else content
    if not note or not isinstance(shown, Shown) or not shown.is_fallback:
        return SafeString(html_of(shown))
    context = {"shown": shown, "name": languages.name_in(shown.language, language)}
    return SafeString(render_to_string("ui/components/fallback.html", context).strip())


@register.simple_tag
def together(*parts: str, between: str = " ") -> phrases.Phrase:
    """Parts in a row as one phrase, for a title or a caption with a name in it."""
    return phrases.together(parts, between)


@register.simple_tag
def spoken(name: str) -> SafeString:
    """The language of a name as attributes, for an element that takes no markup within."""
    if not isinstance(name, Shown) or not name.is_foreign:
        return SafeString()
    direction = languages.direction(name.language)
    return format_html(' lang="{}" dir="{}"', name.language, direction)


@register.simple_tag
def options(choices: Iterable[_Choice]) -> SafeString:
    """The choices of a list with the language of each name; a list of places has hundreds."""
    return mark_safe("\n".join(map(_option, choices)))  # noqa: S308  (escaped there)


def _option(choice: _Choice) -> str:
    words = escape(phrases.plain(choice.name))
    if choice.inside:
        return f'<optgroup label="{words}">\n{options(choice.inside)}\n</optgroup>'
    chosen = " selected" if choice.is_chosen else ""
    return f'<option value="{escape(choice.code)}"{chosen}{spoken(choice.name)}>{words}</option>'


@register.filter
def by_script(text: Any) -> Shown:
    """Words whose language nobody wrote down, such as a person's name: their letters tell it."""
    return Shown.by_script(str(text), languages.known(get_language()))


@register.filter
def plain(content: Text | str) -> str:
    """Words for an attribute or a title: names of another language isolated, without markup."""
    if isinstance(content, Text):
        content = content.shown(languages.known(get_language()))
    if not isinstance(content, SafeString):
        return phrases.plain(content)
    bare = strip_tags(content)
    return unescape(bare) if bare == content else isolates.isolate(unescape(bare))


@register.filter
def ltr(text: str) -> str:
    """Keep a code, an address or a range from being reordered by right-to-left text around it."""
    return isolates.ltr(str(text))


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, tone: str = "", href: str = "") -> str:
    """A white card; `tone` is missing, on-path, off-path or one of the map's layers."""
    context = {"content": content, "title": title, "level": level, "tone": tone, "href": href}
    return render_to_string("ui/components/card.html", context)


@register.simple_block_tag
def table_frame(
    content: str,
    caption: str,
    note: str = "",
    *,
    hide_caption: bool = False,
    wide: bool = False,
    stacks: bool = False,
) -> str:
    """A table in a frame of its own, which alone scrolls sideways; write thead and tbody inside.

    One that stacks has no columns on a phone: there each row is a small sheet, and a cell with
    `data-label` says what it tells.
    """
    context = {
        "content": content,
        "caption": caption,
        "note": note,
        "hide_caption": hide_caption,
        "wide": wide,
        "stacks": stacks,
    }
    return render_to_string("ui/components/table_frame.html", context)


@register.simple_block_tag
def chart(
    content: str,
    title: str,
    note: str = "",
    *,
    download: str = "",
    level: int = 3,
    source: str = "",
) -> str:
    """A picture under a sentence that says what is to be seen, with its download."""
    context = {
        "content": content,
        "title": title,
        "note": note,
        "download": download,
        "level": level,
        "source": source,
    }
    return render_to_string("ui/components/chart.html", context)


@register.simple_block_tag
def chart_table(content: str, caption: str) -> str:
    """The figures of a chart as a table, folded away below it; stands inside the chart."""
    return render_to_string(
        "ui/components/chart_table.html", {"content": content, "caption": caption}
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", alert: bool = False) -> str:
    """A message in the page: info, success, warning or error."""
    context = {"content": content, "tone": tone, "title": title, "alert": alert}
    return render_to_string("ui/components/notice.html", context)


@register.simple_block_tag
def how_computed(content: str, title: str = "") -> str:
    """How a figure was computed, folded until it is asked for."""
    return render_to_string("ui/components/how_computed.html", {"content": content, "title": title})


@register.inclusion_tag("ui/components/arithmetic.html")
def arithmetic(
    terms: Sequence[Mapping[str, Any]], result: Mapping[str, Any], operator: str = "×"
) -> dict[str, Any]:
    """A calculation in plain words: each term and the result with `text` above and `name` below."""
    return {"terms": terms, "result": result, "operator": operator}


@register.simple_tag
def tag(text: str, tone: str = "", icon: str = "") -> SafeString:
    """A small label: missing, overlap, on-path, off-path, unknown, illustrative, or a layer.

    Lists show hundreds of them, so no template of its own is opened for each.
    """
    return format_html(
        '<span class="tag{}">{}{}</span>\n',
        f" tag-{tone}" if tone else "",
        _icon(str(icon), 14) if icon else "",
        text,
    )


@register.inclusion_tag("ui/components/money_bar.html")
def money_bar(
    need: Any, covered: Any, overlap: Any = 0, label: str = "", largest: Any = None
) -> dict[str, Any]:
    """What a line needs: the part that is covered, the part missing, and money beyond the need.

    With `largest`, the largest total of the page, bars of a table are drawn to one scale.
    """
    needed, met, beyond = float(need or 0), float(covered or 0), float(overlap or 0)
    whole = max(float(largest or 0), needed + beyond) or 1.0
    scale = 100 / whole
    missing = max(needed - met, 0.0)
    return {
        "covered": f"{met * scale:.2f}",
        "missing": f"{missing * scale:.2f}",
        "missing_from": f"{met * scale:.2f}",
        "overlap": f"{beyond * scale:.2f}",
        "overlap_from": f"{needed * scale:.2f}",
        "has_missing": missing > 0,
        "has_overlap": beyond > 0,
        "label": label,
    }


@register.inclusion_tag("ui/components/lock.html")
def lock(reason: str, short: bool = False) -> dict[str, Any]:
    """A value that is not shown, and why."""
    return {"reason": reason, "short": short}


@register.inclusion_tag("ui/components/stat.html")
def stat(label: str, value: str, note: str = "", tone: str = "", href: str = "") -> dict[str, str]:
    """One figure with its words; `value` may hold a `figure`."""
    return {"label": label, "value": value, "note": note, "tone": tone, "href": href}


@register.inclusion_tag("ui/components/progress.html")
def progress(value: float, text: str, label: str, top: float = 1) -> dict[str, Any]:
    """How far something has come, with the words beside the bar."""
    return {"value": machine_number(value), "text": text, "label": label, "top": top}


@register.inclusion_tag("ui/components/empty.html")
def empty(
    title: str,
    why: str,
    action: str = "",
    href: str = "",
    example: str = "",
    *,
    icon: str = "sprout",
) -> dict[str, str]:
    """An empty place that teaches: what will be here, why it matters, one button, an example."""
    return {
        "title": title,
        "why": why,
        "action": action,
        "href": href,
        "example": example,
        "icon": icon,
    }


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(items: Sequence[tuple[str, str]], current: str) -> dict[str, Any]:
    """Where this page stands: (text, address) pairs, then the page itself."""
    return {"items": items, "current": current}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Views of the same content as links: text, href, is_current, and if wanted icon and count."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, kind: str = "") -> dict[str, Any]:
    """A form field: label, control, help and error, tied together for screen readers."""
    widget = bound.field.widget
    choice = getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices")
    return {
        "field": bound,
        "is_choice": choice,
        # Where nothing must be filled in, the page says so once.
        "is_optional": not (bound.field.required or choice)
        and not getattr(bound.form, "asks_for_nothing", False),
        "is_group": bound.use_fieldset if hasattr(bound, "use_fieldset") else False,
        "kind": kind,
    }

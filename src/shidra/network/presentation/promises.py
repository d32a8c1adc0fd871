"""All promises on one page: late ones first, each with what it said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.initiatives.permissions import Right
from shidra.network.models import Organisation, Promise
from shidra.network.permissions import Own
from shidra.network.presentation.lines import PromiseLine, promise_line, tally_in_words
from shidra.network.presentation.reader import Choice, Pager, Reader, choices, pager, tabs
from shidra.network.queries import (
    RESIDENTS,
    Promisers,
    PromisesFound,
    Wording,
)

__all__ = ["Filter", "PromisesPage", "promises_page"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list; without choices its value is typed."""

    name: str
    label: str
    choices: list[Choice]
    chosen: str


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """All that the template shows."""

    title: str
    answer: str
    tabs: list[dict[str, object]]
    lines: tuple[PromiseLine, ...]
    filters: tuple[Filter, ...]
    words: str
    count: str
    is_narrowed: bool
    is_empty: bool
    pager: Pager
    add_href: str


def promises_page(
    found: PromisesFound,
    earlier: Mapping[int, Sequence[Wording]],
    promisers: Promisers,
    reader: Reader,
    own: Own,
) -> PromisesPage:
    """The page in one language."""
    question, tally = found.question, found.tally
    may_add = reader.access.may(Right.EDIT) or (
        own.is_anything and reader.access.may(Right.EDIT_OWN)
    )
    asked = asdict(question)
    asked["q"] = asked.pop("words")
    return PromisesPage(
        title=_title(found, reader),
        answer=tally_in_words(tally, reader.language),
        tabs=tabs(reader, "promises"),
        lines=tuple(promise_line(row, reader, own, earlier.get(row.id, ())) for row in found.rows),
        filters=tuple(_filters(found, promisers, reader)),
        words=question.words,
        count=_count(found.total, reader),
        is_narrowed=question.is_narrowed,
        is_empty=not tally.total,
        pager=pager(found.page, found.pages, asked, reader.language),
        add_href=reverse("records:add", args=[reader.code, "promises"]) if may_add else "",
    )


def _title(found: PromisesFound, reader: Reader) -> str:
    late, total = found.tally.late, found.tally.total
    if not total:
        return _("Promises")
    if not late:
        return _("No promise is late")
    return ngettext(
        "%(late)s promise is late, out of %(total)s",
        "%(late)s promises are late, out of %(total)s",
        late,
    ) % {"late": reader.number(late), "total": reader.number(total)}


def _count(total: int, reader: Reader) -> str:
    return ngettext("%(count)s promise", "%(count)s promises", total) % {
        "count": reader.number(total)
    }


def _filters(found: PromisesFound, promisers: Promisers, reader: Reader) -> Iterable[Filter]:
    question, language = found.question, reader.language
    states = sorted(Promise.State.choices, key=lambda each: each[0] != Promise.State.LATE)
    yield Filter("state", _("State"), choices(states, question.state), question.state)
    yield Filter(
        "kind", _("What is promised"), choices(Promise.Kind.choices, question.kind), question.kind
    )
    sectors = [*Organisation.Sector.choices, (RESIDENTS, _("residents"))]
    yield Filter(
        "sector", _("From which sector"), choices(sectors, question.sector), question.sector
    )
    partners: list[Choice] = []
    if promisers.partners is not None:
        names = {**promisers.partners, **promisers.groups}
        offered = ((code, name.shown(language)) for code, name in names.items())
        partners = choices(offered, question.partner)
    yield Filter("partner", _("Who promised"), partners, question.partner)
    factors = ((code, name.shown(language)) for code, name in reader.factors.items())
    yield Filter("factor", _("Factor"), choices(factors, question.factor), question.factor)

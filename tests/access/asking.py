"""How each route is asked: the parts of its address, for either initiative.

The routes come from the resolver; whatever is not in this table fails by name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from shidra.config.routes import Route, routes
from shidra.exchange.workbook import TABLES
from shidra.gaps.queries import Where, gap_ref
from shidra.records.permissions import ON_A_PAGE_OF_THEIR_OWN
from tests.access.world import Things, World

__all__ = ["METHODS", "Question", "questions"]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

type Parts = Mapping[str, Any]
type Asking = Callable[[Things], list[Parts]]


@dataclass(frozen=True)
class Question:
    """One address; `about` is the initiative that it names, `is_crossed` by a thing of the other."""

    route: Route
    address: str
    about: Things | None
    is_crossed: bool = False
    # The first of its route: asked by every method, the others by GET.
    is_first: bool = False
    echoes: tuple[str, ...] = ()


def _nothing(_things: Things) -> list[Parts]:
    return [{}]


def _each_table(**more: Any) -> Asking:
    return lambda _things: [
        {"table": table, **more} for table in TABLES if table not in ON_A_PAGE_OF_THEIR_OWN
    ]


def _each_row(things: Things) -> list[Parts]:
    """One row of each table, and all that not everybody sees."""
    hidden = {"partners", "steering", "private", "group", "draft", "other"}
    first = dict(reversed(list(things.rows)))
    return [
        {"table": table, "number": pk}
        for (table, kind), pk in things.rows.items()
        if kind in hidden or first[table] == kind
    ]


def _some_rows(things: Things) -> list[Parts]:
    """Rows that most may not see: what else is done with a row is asked of these alone."""
    wanted = ("activities", "commitments")
    return [
        {"table": table, "number": pk}
        for (table, kind), pk in things.rows.items()
        if table in wanted and kind == "private"
    ]


def _agenda(**more: Any) -> Asking:
    return lambda _things: [{"number": number, **more} for number in (1, 2)]


def _workshop(things: Things) -> list[Parts]:
    return [{"pk": things.numbers["workshop"]}]


def _factor() -> Asking:
    return lambda things: [{"factor": things.codes["factor"]}]


def _gaps(things: Things) -> list[Parts]:
    """The barrier of the factor, and where its money is missing."""
    factor, group = things.codes["factor"], things.group.key
    place = things.codes["place"]
    found = [gap_ref("policy", Where(factor))]
    found.append(gap_ref("resource", Where(factor, place, frozenset({group}), 2026)))
    return [{"gap": ref} for ref in found]


# Tables of which most may not read all.
WITH_SECRETS = (
    "activities",
    "allocations",
    "commitments",
    "evidence",
    "factors",
    "instalments",
    "needs",
    "observations",
    "promises",
)
# Of a route below an initiative: the parts of its address besides the code.
PARTS: dict[str, Asking] = {
    "desk:factor": lambda things: [{"factor": things.codes["factor"]}],
    "desk:factor-paper": lambda things: [{"factor": things.codes["factor"]}],
    "desk:organisation": lambda things: [
        {"organisation": each.code} for each in (things.owner, things.funder)
    ],
    "desk:group": lambda things: [{"group": things.group.key}],
    "desk:promise-state": lambda things: [
        {"promise": code} for name, code in things.codes.items() if name.startswith("promise")
    ],
    "desk:activity": lambda things: [
        {"activity": code} for name, code in things.codes.items() if name.startswith("activity")
    ],
    "equity:goal": lambda things: [{"indicator": things.codes["indicator"]}],
    "gaps:file": lambda _things: [{"form": "csv"}, {"form": "xlsx"}],
    "gaps:gap": _gaps,
    "gaps:say": _gaps,
    "gaps:reserve": _gaps,
    "gaps:undo": lambda things: [{**each, "change": 1} for each in _gaps(things)],
    "releases:figures": lambda things: [
        {"pk": things.numbers["release"], "kind": kind} for kind in ("csv", "xlsx")
    ],
    "releases:release": lambda things: [{"pk": things.numbers["release"]}],
    "disparities:group": lambda things: [{"group": things.group.key}],
    "measurement:indicator": lambda things: [{"indicator": things.codes["indicator"]}],
    "measurement:figures": lambda things: [
        {"indicator": things.codes["indicator"], "kind": kind} for kind in ("csv", "xlsx")
    ],
    "measurement:define": lambda things: [{"indicator": things.codes["indicator"]}],
    "measurement:move": lambda things: [{"indicator": things.codes["indicator"]}],
    "measurement:answer": lambda things: [{"question": things.codes["question"]}],
    "exchange:map-file": lambda _things: [
        {"format_name": name} for name in ("tables", "kumu", "kumu-sheets", "graphml", "gexf")
    ],
    "exchange:review-map": lambda _things: [{"upload": "nothing-kept"}],
    "exchange:review": lambda _things: [{"upload": "nothing-kept"}],
    "invitations:remove": lambda things: [{"pk": things.numbers["somebody"]}],
    "invitations:sign-in-link": lambda things: [{"pk": things.numbers["somebody"]}],
    "invitations:withdraw": lambda things: [{"pk": things.numbers["invitation"]}],
    "agenda:version": _agenda(),
    "agenda:edit": _agenda(),
    "agenda:discard": _agenda(),
    "agenda:consult": _agenda(),
    "agenda:adopt": _agenda(),
    "agenda:comment": _agenda(clause="result"),
    "agenda:answer": lambda things: [{"number": 1, "pk": things.numbers["comment"]}],
    "agenda:sign": _agenda(),
    "agenda:withdraw": lambda things: [{"number": 1, "pk": things.numbers["signature"]}],
    "agenda:correct": lambda things: [{"number": 1, "pk": things.numbers["signature"]}],
    "structure:scenario": lambda things: [{"number": things.numbers["scenario"]}],
    "structure:rename": lambda things: [{"number": things.numbers["scenario"]}],
    "structure:change": lambda things: [{"number": things.numbers["scenario"]}],
    "structure:delete": lambda things: [{"number": things.numbers["scenario"]}],
    "structure:bring-back": lambda _things: [{"deleted": 1}],
    "workshops:table": _workshop,
    "workshops:wall": _workshop,
    "workshops:change": _workshop,
    "workshops:close": _workshop,
    "workshops:decide": lambda things: [
        {"pk": things.numbers["workshop"], "number": things.numbers["suggestion"]}
    ],
    "submissions:behind": lambda things: [{"indicator": things.codes["indicator"]}],
    "submissions:end": lambda things: [{"pk": things.numbers["duty"]}],
    "submissions:submission": lambda things: [{"number": things.numbers["submission"]}],
    "submissions:answer": lambda things: [{"number": things.numbers["submission"]}],
    "submissions:move": lambda things: [{"number": things.numbers["submission"]}],
    **{
        f"submissions:{name}": lambda things: [
            {"organisation": each.code} for each in (things.owner, things.other)
        ]
        for name in ("partner", "template", "hand-in", "numbers")
    },
    **{
        f"submissions:{name}": lambda things: [
            {"organisation": things.owner.code, "kind": "file", "upload": "nothing-kept"}
        ]
        for name in ("review", "columns")
    },
    "roadmap:version": _agenda(),
    "roadmap:consult": _agenda(),
    "roadmap:back-to-draft": _agenda(),
    "roadmap:adopt": _agenda(),
    "roadmap:discard": _agenda(),
    "roadmap:comment": _agenda(),
    "roadmap:answer": lambda things: [{"number": 1, "pk": things.numbers["map comment"]}],
    "roadmap:reviewed": _factor(),
    "roadmap:context": _factor(),
    "roadmap:add-voice": _factor(),
    "roadmap:say": _factor(),
    "roadmap:contest": lambda things: [
        {"factor": things.codes["factor"], "target": things.codes["outcome"]}
    ],
    "roadmap:voice": lambda things: [{"pk": things.numbers["voice"]}],
    "roadmap:retire-talk": lambda things: [{"pk": things.numbers["talk"]}],
    "roadmap:answer-doubt": lambda things: [{"pk": things.numbers["doubt"]}],
    "records:category-change": lambda _things: [
        {"kind": kind} for kind in ("rename", "merge", "split", "move")
    ],
    "records:category-take-back": lambda things: [{"change": things.codes["change"]}],
    "records:place-dates": lambda things: [{"place": things.codes["place"]}],
    "records:place-date-forget": lambda things: [
        {"place": things.codes["place"], "number": things.numbers["dated"]}
    ],
    "records:list": _each_table(),
    "records:file": lambda _things: [
        *({"table": table, "kind": "csv"} for table in WITH_SECRETS),
        {"table": "commitments", "kind": "xlsx"},
        {"table": "activities", "kind": "xlsx"},
    ],
    "records:add": lambda _things: [{"table": table} for table in ("activities", "commitments")],
    "records:paste": lambda _things: [{"table": "activities"}],
    "records:retired": lambda _things: [{"table": "activities"}, {"table": "commitments"}],
    "records:restore": lambda _things: [{"table": "activities", "change": 1}],
    "records:edit": _each_row,
    "records:history": _some_rows,
    "records:retire": _some_rows,
    "records:rename": _some_rows,
    "records:undo": lambda things: [{**each, "change": 1} for each in _some_rows(things)],
}
# Parts of addresses that name no initiative.
ELSEWHERE: dict[str, Parts] = {
    "assets:stylesheet": {"digest": "0"},
    "exchange:review-new": {"upload": "nothing-kept"},
    "notifications:stop": {"key": "nobody-made-this"},
    "notifications:calendar": {"key": "nobody-made-this"},
    "invitations:join": {"secret": "nobody-made-this"},
    "workshops:room": {"key": "00000000"},
    "workshops:suggest": {"key": "00000000", "kind": "link"},
    "accounts:by-link": {"person": "MQ", "token": "nobody-made-this"},
    "accounts:remove-factor": {"factor": 1},
    "accounts:end-session": {"session": 1},
}
# Parts by which one row is named: asked for below the other initiative, it is not there.
MOST_CROSSED = 3
# Versions of an agenda are numbered in each initiative anew: the same address names another row.
NUMBERED_ALIKE = {
    f"agenda:{name}"
    for name in ("version", "edit", "discard", "consult", "adopt", "comment", "sign")
} | {
    f"roadmap:{name}"
    for name in ("version", "consult", "back-to-draft", "adopt", "discard", "comment")
}
NAMING = {
    "gap",
    "factor",
    "indicator",
    "organisation",
    "group",
    "activity",
    "promise",
    "number",
    "pk",
    "change",
}


def questions(world: World) -> list[Question]:
    """Every route, about both initiatives, and with what belongs to the other one.

    Raises:
        LookupError: names the routes that the tables above do not know.
    """
    found: list[Question] = []
    unknown = []
    for route in routes():
        try:
            found += _questions_of(route, world)
        except KeyError:
            unknown.append(f"{route.name} ({route.pattern})")
    if unknown:
        raise LookupError(f"say in PARTS or ELSEWHERE how these are asked: {unknown}")
    return found


def _questions_of(route: Route, world: World) -> Iterator[Question]:
    parts = _parts_in(route)
    if "code" not in parts:
        given = ELSEWHERE[route.name] if parts else {}
        yield Question(route, reverse(route.name, kwargs=given), None, is_first=True)
        return
    for things, other in ((world.ours, world.theirs), (world.theirs, world.ours)):
        every = _below(route, parts, things)
        # All that may be told apart is in ours; of theirs one address a route is enough.
        for number, given in enumerate(every if things is world.ours else every[:1]):
            yield _question(route, things, given, is_first=number == 0)
        if parts & NAMING and route.name not in NUMBERED_ALIKE:
            for number, given in enumerate(_below(route, parts, other)[-MOST_CROSSED:]):
                yield _question(route, things, given, is_first=number == 0, is_crossed=True)


def _question(route: Route, things: Things, given: Parts, **more: bool) -> Question:
    address = reverse(route.name, kwargs={"code": things.code, **given})
    # What the address itself says, an answer may say again.
    echoes = tuple(str(each).lower() for each in given.values() if isinstance(each, str))
    return Question(route, address, things, echoes=echoes, **more)


def _below(route: Route, parts: set[str], things: Things) -> list[Parts]:
    return [{}] if parts == {"code"} else PARTS[route.name](things)


def _parts_in(route: Route) -> set[str]:
    return {each.split(":")[-1] for each in re.findall(r"<([^>]+)>", route.pattern)}

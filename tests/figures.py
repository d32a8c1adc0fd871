"""The marked figures of a page, and the numbers of the documents that they must equal."""

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from math import isclose
from typing import Any

__all__ = ["Figures", "Key", "gap_figures", "numbers_in", "plan_figures", "plan_sums"]

# The name of a figure, whose it is, and its period where it has one.
type Key = tuple[str, str, str]
type Path = tuple[str | int, ...]

# The way to each number of a plan (`*` is any step), and the name and the owner of its figure: of
# what its row holds, or in turn of the steps that may be any.
PLAN_MARKS = {
    "objective": ("objective", "{code}"),
    "bound": ("bound", "{code}"),
    "gap": ("gap", "{code}"),
    "people": ("people", "{code}"),
    "reserve": ("reserve", "{code}"),
    "benefit_by_group *": ("benefit", "{0}"),
    "multipliers *": ("multiplier", "{0}"),
    "shadow_prices funder_year * *": ("shadow_price", "{0}/{1}"),
    "shadow_prices interval * * low": ("shadow_price_low", "{0}/{1}"),
    "shadow_prices interval * * high": ("shadow_price_high", "{0}/{1}"),
    "lines * missing": ("missing", "{line}"),
    "lines * arriving": ("arriving", "{line}"),
    "grants * amount": ("amount", "{funder}/{cell}"),
    "grants * year": ("year", "{funder}/{cell}"),
    "grants * reason last_gain": ("last_gain", "{funder}/{cell}"),
    "grants * reason marginal_gain": ("marginal_gain", "{funder}/{cell}"),
    "grants * reason next_best marginal_gain": ("next_best_gain", "{funder}/{cell}"),
    "protected * amount": ("protected", "{funder}/{need}"),
    "protected * year": ("year", "{funder}/{need}"),
    "beside * missing": ("beside", "{part}"),
    "stranded * total": ("stranded", "{funder}"),
}


class Figures(HTMLParser):
    """The marked figures of a page, by name, code and period; one said twice must say the same."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[Key, set[float | None]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = dict(attrs)
        if name := mark.get("data-figure"):
            key = (name, mark.get("data-of") or "", mark.get("data-period") or "")
            said = mark.get("data-value") or ""
            self.found.setdefault(key, set()).add(None if said == "null" else float(said))

    def differing(self, expected: Mapping[Key, Any]) -> dict[Key, Any]:
        """What should stand here and does not, or stands with another value."""
        return {
            key: (value, self.found.get(key))
            for key, value in expected.items()
            if not self._says(key, value)
        }

    def _says(self, key: Key, value: Any) -> bool:
        said = self.found.get(key, set())
        if value is None:
            return said == {None}
        return bool(said) and all(
            each is not None and isclose(each, value, rel_tol=1e-12) for each in said
        )


def numbers_in(document: Any, path: Path = ()) -> Iterator[tuple[Path, float]]:
    """Every number of a JSON document, with the way to it."""
    if isinstance(document, dict):
        for name, part in document.items():
            yield from numbers_in(part, (*path, name))
    elif isinstance(document, list):
        for place, part in enumerate(document):
            yield from numbers_in(part, (*path, place))
    elif isinstance(document, int | float) and not isinstance(document, bool):
        yield path, document


def gap_figures(rows: Iterable[dict[str, Any]]) -> dict[Key, Any]:
    """All that `shidra gaps --json` prints but codes and paths; what is null must stand as null."""
    return {
        (name, row["factor"], ""): value
        for row in rows
        for name, value in row.items()
        if name not in {"factor", "path"}
    }


def plan_figures(plan: dict[str, Any], code: str) -> dict[Key, float]:
    """Every number that `shidra plan --json` prints, under the mark that it stands under."""
    found: dict[Key, float] = {}
    for path, value in numbers_in(plan):
        name, of = plan_mark(plan, code, path)
        if name == "year":
            # A year says which row this is: the code of each figure of the row ends with it.
            assert of.endswith(f"/{value}"), path
            continue
        assert found.setdefault((name, of, ""), value) == value, path
    return found


def plan_mark(plan: dict[str, Any], code: str, path: Path) -> tuple[str, str]:
    """The name and the owner of the figure that shows this number of a plan."""
    for way, (name, owner) in PLAN_MARKS.items():
        steps = way.split()
        if len(steps) == len(path) and all(
            step in {"*", at} for step, at in zip(steps, path, strict=True)
        ):
            part = plan[steps[0]]
            row = part[path[1]] if isinstance(part, list) else {}
            said = {"part": beside_part(row)} if steps[0] == "beside" else {}
            named = [str(at) for step, at in zip(steps, path, strict=True) if step == "*"]
            return name, owner.format(*named, **row, **said, code=code)
    raise AssertionError(f"printed, and shown on no page: {path}")


def beside_part(row: dict[str, Any]) -> str:
    """The need that stands beside the plan, else its line, with the option if it is for one."""
    return row.get("need") or "/".join(filter(None, (row["line"], row.get("option"))))


def plan_sums(plan: dict[str, Any], code: str) -> dict[Key, float]:
    """What the page adds up from the rows of a plan."""
    found: dict[Key, float] = {}

    def add(name: str, of: str, amount: float) -> None:
        found[name, of, ""] = found.get((name, of, ""), 0) + amount

    for each in plan["grants"]:
        add("granted", code, each["amount"])
    for each in plan["protected"]:
        add("protected", code, each["amount"])
        add("protected", f"{each['funder']}/{each['line']}/{each['year']}", each["amount"])
    for each in plan["stranded"]:
        add("stranded", code, each["total"])
    for each in plan["beside"]:
        if "need" in each:
            of = beside_part(each | {"need": ""})
            add("beside", f"{of}:{each['reason'].replace(' ', '-')}", each["missing"])
    return found

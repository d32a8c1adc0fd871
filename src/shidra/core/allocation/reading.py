"""From a plain document to a `Problem`, with the path of whatever is wrong."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shidra.core.allocation.checking import check_problem
from shidra.core.allocation.problem import Problem, ProblemError

__all__ = ["read_problem"]

# Parts of the format that this engine does not solve. Empty, they ask for nothing.
UNSUPPORTED = ("synergies", "scenarios")
UNSUPPORTED_OF_FUNDERS = ("min_grant", "max_grant", "max_grants")
UNSUPPORTED_OBJECTIVES = ("worst_case", "cvar")
# Words for people, which change no decision.
REMARKS = ("name", "note")


def read_problem(document: Mapping[str, Any]) -> Problem:
    """Read an `allocation-problem/1` from plain values, as `json.load` gives them.

    Raises `ProblemError` with the path of the first fault: a wrong or unknown field,
    an id that nothing declares, a curve that is not concave, or a part of the format
    that is not supported (minimum grants, synergies, scenarios).

    >>> read_problem({"format": "allocation-problem/1"})
    Traceback (most recent call last):
    shidra.core.allocation.problem.ProblemError: cells: Field required
    """
    if not isinstance(document, Mapping):
        raise ProblemError("", "An allocation problem is one JSON object.")
    if "format" not in document:
        raise ProblemError("format", 'Must be "allocation-problem/1".')
    refuse_unsupported(document)
    try:
        problem = adapter().validate_python(without_remarks(document))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ProblemError(json_path(first["loc"], document), str(first["msg"])) from error
    check_problem(problem)
    return problem


@cache
def adapter() -> TypeAdapter[Problem]:
    """The reader of documents, built once."""
    return TypeAdapter(Problem)


def refuse_unsupported(document: Mapping[str, Any]) -> None:
    """Name what the format allows and this engine does not solve."""
    for name in UNSUPPORTED:
        if document.get(name):
            raise ProblemError(name, "Not supported by this engine; leave it out.")
    if isinstance(document.get("cells"), Mapping):
        raise ProblemError("cells", "Cells in a separate file are not supported; list them here.")
    for index, funder in enumerate(rows(document, "funders")):
        for name in UNSUPPORTED_OF_FUNDERS:
            if funder.get(name):
                raise ProblemError(f"funders[{index}].{name}", "Grant sizes are not supported.")
    objective = document.get("objective")
    kind = objective.get("type") if isinstance(objective, Mapping) else None
    if kind in UNSUPPORTED_OBJECTIVES:
        raise ProblemError("objective.type", f"The objective {kind} is not supported.")


def rows(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list in the document; anything else is refused later, by its path."""
    listed = document.get(name)
    if not isinstance(listed, (list, tuple)):
        return []
    return [row if isinstance(row, Mapping) else {} for row in listed]


def without_remarks(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without words for people and without empty unsupported parts."""
    kept = {name: part for name, part in document.items() if name not in (*UNSUPPORTED, *REMARKS)}
    for name, part in kept.items():
        if isinstance(part, (list, tuple)):
            ignored = (*REMARKS, *(UNSUPPORTED_OF_FUNDERS if name == "funders" else ()))
            kept[name] = [without_fields(row, ignored) for row in part]
    return kept


def without_fields(row: object, ignored: tuple[str, ...]) -> object:
    """A row of the document without some of its fields."""
    if not isinstance(row, Mapping):
        return row
    return {name: part for name, part in row.items() if name not in ignored}


def json_path(location: tuple[int | str, ...], document: object) -> str:
    """A location as it is written in JSON: `cells[0].response.points`.

    Steps that the document does not have (the kind of a union, a key marker) are left out.
    """
    return "".join(steps(location, document)).removeprefix(".")


def steps(location: tuple[int | str, ...], document: object) -> Iterator[str]:
    """The written form of each step of a location."""
    here: Any = document
    last = len(location) - 1
    for position, step in enumerate(location):
        if isinstance(step, int) and isinstance(here, (list, tuple)):
            yield f"[{step}]"
            here = here[step] if step < len(here) else None
        elif isinstance(here, Mapping) and (step in here or position == last):
            yield f".{step}"
            here = here.get(step)

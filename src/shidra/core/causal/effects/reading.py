"""From a plain document to nodes and edges, with the place of whatever is wrong."""

from collections.abc import Mapping
from typing import Any

from shidra.core.causal.effects.graph import Edge, MapError, Node

__all__ = ["read_map"]

OF_DOCUMENT = {"nodes", "edges"}
OF_NODE = {"id", "weight"}
OF_EDGE = {"source", "target", "effect", "lag"}
# Words for people, which change no number.
REMARKS = {"name", "note", "label"}


def read_map(document: object) -> tuple[list[Node], list[Edge]]:
    """The nodes and edges of ``{"nodes": [{"id", "weight"?}], "edges": [{"source", …}]}``.

    An unknown field is refused, because a misspelt one would be read as its default.

    Raises:
        MapError: with the place of the first fault, such as ``edges[3].effect``.

    >>> read_map({"nodes": [{"id": "a"}], "edges": []})
    ([Node(id='a', weight=0.0)], [])
    """
    whole = _fields(document, "", OF_DOCUMENT)
    nodes = [
        Node(_id(row, f"{place}.id"), _number(row.get("weight", 0), f"{place}.weight"))
        for place, row in _rows(whole, "nodes", OF_NODE)
    ]
    known: set[str] = set()
    for index, node in enumerate(nodes):
        if node.id in known:
            raise MapError(f"nodes[{index}].id: {node.id!r} is there twice.")
        known.add(node.id)
    edges = [_edge(row, place, known) for place, row in _rows(whole, "edges", OF_EDGE)]
    return nodes, edges


def _edge(row: Mapping[str, Any], place: str, known: set[str]) -> Edge:
    for end in ("source", "target"):
        if _id(row, f"{place}.{end}") not in known:
            raise MapError(f"{place}.{end}: there is no node {row[end]!r}.")
    if "effect" not in row:
        raise MapError(f"{place}.effect: is missing.")
    lag = _number(row.get("lag", 0), f"{place}.lag")
    if lag < 0:
        raise MapError(f"{place}.lag: must be 0 or more years, not {lag!r}.")
    return Edge(row["source"], row["target"], _number(row["effect"], f"{place}.effect"), lag)


def _rows(
    whole: Mapping[str, Any], name: str, fields: set[str]
) -> list[tuple[str, Mapping[str, Any]]]:
    listed = whole.get(name)
    if not isinstance(listed, list):
        raise MapError(f"{name}: must be a list.")
    places = [f"{name}[{index}]" for index in range(len(listed))]
    return [(place, _fields(row, place, fields)) for place, row in zip(places, listed, strict=True)]


def _fields(value: object, place: str, fields: set[str]) -> Mapping[str, Any]:
    at = f"{place}: " if place else ""
    if not isinstance(value, Mapping):
        raise MapError(f"{at}must be an object with {', '.join(sorted(fields))}.")
    for name in value:
        if name not in fields | REMARKS:
            known = ", ".join(sorted(fields))
            raise MapError(f"{at}the field {name!r} is unknown; there are {known}.")
    return value


def _id(row: Mapping[str, Any], place: str) -> str:
    value = row.get(place.rsplit(".", 1)[1])
    if not isinstance(value, str) or not value:
        raise MapError(f"{place}: must be a text that is not empty.")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise MapError(f"{place}: holds half a character, which no file can keep.")
    return value


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MapError(f"{place}: must be a number.")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if number - number != 0:
        raise MapError(f"{place}: is too large, or not a number.")
    return number

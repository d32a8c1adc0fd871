"""Places that lie in places, and groups that may share people."""

from collections.abc import Iterable, Mapping

__all__ = ["Places", "groups_meet"]


class Places:
    """The places around each place, looked up once."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = parents
        self._found: dict[str, frozenset[str]] = {}

    def enclosing(self, place: str) -> frozenset[str]:
        """The place itself and all around it.

        Raises:
            ValueError: places that enclose one another.
        """
        if place not in self._found:
            chain: list[str] = []
            step: str | None = place
            while step is not None:
                if step in chain:
                    msg = f"Places enclose one another: {' > '.join([*chain, step])}"
                    raise ValueError(msg)
                chain.append(step)
                step = self._parents.get(step)
            self._found[place] = frozenset(chain)
        return self._found[place]

    def depth(self, place: str | None) -> int:
        """0 for the whole, 1 for a place with none around it, and so on."""
        return 0 if place is None else len(self.enclosing(place))

    def touch(self, one: str | None, other: str | None) -> bool:
        """Whether one of two places lies inside the other; no place is the whole."""
        if one is None or other is None:
            return True
        return one in self.enclosing(other) or other in self.enclosing(one)

    def lies_in(self, inner: str | None, outer: str | None) -> bool:
        """Whether a place is another, or lies inside it; everything lies in the whole."""
        return outer is None or (inner is not None and outer in self.enclosing(inner))


def groups_meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether somebody can be in both: a dimension that only one names sets nobody apart.

    >>> groups_meet({"sector:arab", "gender:girl"}, {"sector:arab"})
    True
    >>> groups_meet({"sector:arab"}, {"sector:haredi"})
    False
    """
    first, second = _by_dimension(one), _by_dimension(other)
    return all(first[name] & second[name] for name in first.keys() & second.keys())


def _by_dimension(keys: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(key.partition(":")[0], set()).add(key)
    return found

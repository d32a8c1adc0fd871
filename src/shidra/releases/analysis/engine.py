"""The one way to ask the second store. Security code: who asks gets what is granted, no more.

A `Grant` names the initiatives that a caller may read raw, with their files from the manifest; the
caller's own values never choose either. Each question is narrowed here, twice: only granted files
are opened, each below the folder of its initiative, and only rows of granted initiatives pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from django.conf import settings

from shidra.initiatives.permissions import Access
from shidra.releases.analysis.manifest import expect_as_listed
from shidra.releases.permissions import AS_THEY_ARE
from shidra.releases.queries import Listed, current_files

__all__ = [
    "Backend",
    "Engine",
    "EngineFailed",
    "EngineIsMissing",
    "Grant",
    "NotGranted",
    "WrongValues",
    "grant_of",
]

type Rows = list[tuple[Any, ...]]
# The names of values that no caller gives.
TENANT = "tenant_"


class EngineIsMissing(Exception):
    """The engine is not installed here."""


class EngineFailed(Exception):
    """The engine gave no answer, and says why in its first line; nothing of it was used."""


class NotGranted(Exception):
    """A file lies outside the folders of the initiatives that are granted."""


class WrongValues(Exception):
    """The values given are not those that the question asks for."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a caller may read: for each initiative its files, as the manifest has them."""

    files: Mapping[int, Sequence[Listed]]

    @property
    def initiatives(self) -> tuple[int, ...]:
        return tuple(sorted(self.files))


def grant_of(*accesses: Access) -> Grant:
    """The latest releases of the initiatives that these people may read raw; of others, nothing."""
    return Grant(
        {
            access.initiative.pk: current_files(access.initiative)
            for access in accesses
            if access.may(AS_THEY_ARE)
        }
    )


class Backend(Protocol):
    """An engine that runs SQL over files, with values bound."""

    def compile(self, expression: Any) -> str: ...
    def run(self, sql: str, files: Sequence[Path], values: Mapping[str, str | int]) -> Rows: ...


@dataclass(slots=True)
class Engine:
    """Answers the questions of the catalogue, and compiles each once."""

    backend: Backend
    _compiled: dict[tuple[str, int], str] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock)

    def ask(self, name: str, grant: Grant, **values: str | int) -> Rows:
        """The rows of an answer in a fixed order.

        Raises:
            KeyError: there is no such question.
            WrongValues: values are missing, too many, or of another type.
            NotGranted: the manifest names a file outside its initiative.
            FileChanged: a file is gone, or not what was published.
        """
        from shidra.releases.analysis.catalogue import QUERIES

        asked = QUERIES[name].asks
        if values.keys() != asked.keys() or any(
            type(value) is not asked[key] for key, value in values.items()
        ):
            raise WrongValues(name)
        files = _paths(grant)
        if not files:
            return []
        tenants = {f"{TENANT}{place}": pk for place, pk in enumerate(grant.initiatives)}
        rows = self.backend.run(self._sql(name, len(tenants)), files, {**values, **tenants})
        return sorted(rows, key=_order)

    def add(self, path: Path) -> Rows:
        """The cells of one answer on live data, from a file that was just written for it."""
        from shidra.releases.analysis.catalogue import PARTS, parts

        with self._lock:
            if ("", 0) not in self._compiled:
                self._compiled["", 0] = self.backend.compile(parts(PARTS))
        return sorted(self.backend.run(self._compiled["", 0], [path], {}), key=_order)

    def _sql(self, name: str, tenants: int) -> str:
        from shidra.releases.analysis.catalogue import OBSERVATIONS, QUERIES, bound_number

        with self._lock:
            if (name, tenants) not in self._compiled:
                granted = [bound_number(f"{TENANT}{place}") for place in range(tenants)]
                rows = OBSERVATIONS.filter(
                    OBSERVATIONS.initiative.isin(granted) & (OBSERVATIONS.role != 1)
                )
                self._compiled[name, tenants] = self.backend.compile(QUERIES[name].over(rows))
            return self._compiled[name, tenants]


def _paths(grant: Grant) -> list[Path]:
    """The granted files, each inside the folder of its own initiative and as it was published."""
    found = []
    for initiative, listed in grant.files.items():
        home = (settings.LAKE / "obs" / f"initiative={initiative}").resolve()
        for file in listed:
            full = (settings.LAKE / file.path).resolve()
            if not full.is_relative_to(home):
                raise NotGranted(file.path)
            expect_as_listed(full, file)
            found.append(full)
    return found


def _order(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((cell is None, "" if cell is None else cell) for cell in row)

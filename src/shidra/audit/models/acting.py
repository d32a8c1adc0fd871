"""Who acts."""

from dataclasses import dataclass

__all__ = ["SYSTEM", "Actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by stable id and name, or the program itself (no id)."""

    label: str
    id: str = ""


# A command at the keyboard of the server, where nobody is signed in.
SYSTEM = Actor(label="command line")

"""Method commands: they need no database and no Django, and start fast.

Each command is a function of its arguments that returns the exit code: 0 done; 1 done, but the
answer is no; 2 not understood, nothing written; 3 infeasible or unbounded; 70 our fault.
"""

from collections.abc import Callable

__all__ = ["COMMANDS"]


def allocate(arguments: list[str]) -> int:
    """Find the plan of an allocation problem."""
    from shidra.cli.allocate import run

    return run(arguments)


def influence(arguments: list[str]) -> int:
    """Find the worth of the nodes of a map, its loops and its paths."""
    from shidra.cli.influence import run

    return run(arguments)


def inequality(arguments: list[str]) -> int:
    """Measure the inequality between groups."""
    from shidra.cli.inequality import run

    return run(arguments)


def signals(arguments: list[str]) -> int:
    """Tell real change in a series from noise."""
    from shidra.cli.signals import run

    return run(arguments)


def protect(arguments: list[str]) -> int:
    """Hide what a table of counts could tell of single people."""
    from shidra.cli.protect import run

    return run(arguments)


def forecast(arguments: list[str]) -> int:
    """Say what comes if nothing changes."""
    from shidra.cli.forecast import run

    return run(arguments)


def audit(arguments: list[str]) -> int:
    """Find what a reader can work out of hidden counts."""
    from shidra.cli.audit import run

    return run(arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "allocate": allocate,
    "influence": influence,
    "inequality": inequality,
    "signals": signals,
    "forecast": forecast,
    "protect": protect,
    "audit": audit,
}

"""What is one's own in an initiative, and which records of the network one sees."""

from shidra.network.queries import Own, own_of, seen_by

__all__ = ["Own", "own_of", "seen_by"]

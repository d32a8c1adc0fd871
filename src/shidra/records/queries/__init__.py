"""Reads of records: lists, names of what they point to, and what may be chosen."""

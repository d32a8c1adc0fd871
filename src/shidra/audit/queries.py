"""Reads of the audit trail."""

from django.db.models import QuerySet

from shidra.audit.models import Record

__all__ = ["latest_records"]


def latest_records(initiative: str, count: int = 20) -> QuerySet[Record]:
    """The newest acts of one initiative."""
    return Record.objects.filter(initiative=initiative)[:count]

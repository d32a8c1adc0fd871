"""Texts in three languages, numbers, dates and isolates."""

"""Releases in words, on pages and as documents."""

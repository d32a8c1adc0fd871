"""Formats the figures of money once, for pages, sheets and the terminal."""

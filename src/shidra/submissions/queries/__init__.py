"""Reads of what partners owe and what they handed in."""

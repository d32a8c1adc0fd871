"""Formats once per figure what the pages of the desk show."""

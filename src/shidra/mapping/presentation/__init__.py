"""The map in work as its editors see it."""

"""The first hour: an initiative from an empty page, from a starter, or from another one."""

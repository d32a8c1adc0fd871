"""The common agenda: what was agreed, version by version, and who signed it."""

"""Ratios taken in one run; absolute times belong to a machine, ratios to the software."""

"""Pages of workshops: on phones, on the wall, at the facilitator's table."""

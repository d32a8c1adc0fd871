"""Pictures as they were last looked at and found good, written down as readable lines."""

"""Submissions in words: what is owed, what was found in a file, how far figures have come."""

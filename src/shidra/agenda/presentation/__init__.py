"""The agenda in words: its clauses, who signed, and what one version changed in another."""

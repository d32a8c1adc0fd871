"""Which short wordings say the same: letters folded, words compared, groups of likely duplicates."""

from shidra.core.likeness.wordings import ALIKE, fold, groups_of_alike, likeness

__all__ = ["ALIKE", "fold", "groups_of_alike", "likeness"]

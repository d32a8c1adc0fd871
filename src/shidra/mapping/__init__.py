"""The map is edited on the map: each change one action, in the draft, with a way back."""

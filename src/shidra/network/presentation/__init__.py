"""The network in words: partners, promises, activities."""

"""Numbers that several shelves share; it imports none of them."""

__all__: list[str] = []

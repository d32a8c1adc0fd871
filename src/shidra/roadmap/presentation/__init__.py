"""The pages of the map's versions, and of what people say about it."""

"""What stands in the two initiatives of the world, room by room."""

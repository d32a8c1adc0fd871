"""People in one room build the map together, each from a phone and without an account."""

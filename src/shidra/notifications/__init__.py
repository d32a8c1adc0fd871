"""What waits for whom: notices of what is due or has changed, and the letters that carry them."""

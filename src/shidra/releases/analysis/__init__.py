"""What a release says, what changed since the one before, and the engines of the second store."""

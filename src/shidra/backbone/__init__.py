"""What holds the work together: the five conditions, and the functions of the backbone."""

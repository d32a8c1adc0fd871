"""Opens the core for money: coverage of needs, and the plan."""

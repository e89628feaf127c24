"""Rules about stacks and their state."""

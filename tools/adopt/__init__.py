"""Take over a realm that exists: write the environment that leaves it as it is."""

"""Real servers and clients of the Model Context Protocol, by its own Python SDK."""

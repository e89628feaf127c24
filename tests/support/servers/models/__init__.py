"""Model servers and their clients, as their makers publish them, each in an environment of its own."""

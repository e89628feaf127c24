"""The recipes of docs/how-to/verify-tokens.md, each run as the page shows it, in its own language."""

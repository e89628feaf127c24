"""The recipes of docs/verify-tokens.md, each run as the page shows it, in its own language."""

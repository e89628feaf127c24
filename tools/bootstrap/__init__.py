"""Set a fresh machine up. Standard library only: it runs before anything is installed."""

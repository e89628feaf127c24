"""Give a consumer a new credential while it goes on calling."""

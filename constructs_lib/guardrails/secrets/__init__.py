"""What a secret looks like: by its name, by its text, by its variable."""

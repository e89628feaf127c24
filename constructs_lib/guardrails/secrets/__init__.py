"""What a secret looks like: by its name, by its variable; by its text: `constructs_lib.declaration.texts`."""

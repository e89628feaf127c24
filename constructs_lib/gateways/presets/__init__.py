"""One gateway a file."""

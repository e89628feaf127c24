"""Command-line tools around the app: they read stacks and constructs, never the other way round."""

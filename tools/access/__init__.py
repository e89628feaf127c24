"""Questions about who may do what, asked of the environment files alone."""

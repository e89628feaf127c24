"""What the app wrote last, kept while nothing that it was made of has changed: the app need not run for it again."""

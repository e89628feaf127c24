"""How an override is named, shown and weighed."""

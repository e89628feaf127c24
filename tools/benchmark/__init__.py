"""`make benchmark`: what a declaration costs to deploy and to synthesize, and what a gateway adds to a call."""

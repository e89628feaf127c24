"""What a pipeline runs: plan, comment, apply what was reviewed, and look for drift."""

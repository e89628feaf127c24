"""Runs Terraform itself on an environment's synthesized stacks: plans, asks, applies, says what came of it."""

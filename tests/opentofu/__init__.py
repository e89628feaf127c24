"""Tests with OpenTofu in Terraform's place: `make test-opentofu`, outside `make test`, since it may build OpenTofu."""

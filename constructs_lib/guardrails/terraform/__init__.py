"""A stack's Terraform JSON, read without Terraform: resources, values, references."""

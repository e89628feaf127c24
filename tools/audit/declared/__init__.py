"""What the Terraform JSON of an environment says that its realm shall hold."""

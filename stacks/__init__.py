"""One Terraform stack an environment, built from the data in `environments/`."""

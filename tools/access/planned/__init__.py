"""What a Terraform plan does to access: both sides of it, read as what is declared would be."""

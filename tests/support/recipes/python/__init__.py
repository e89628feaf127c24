"""What stands around the recipes in Python."""

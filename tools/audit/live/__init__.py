"""What a realm holds, read by the Admin API with view rights alone."""

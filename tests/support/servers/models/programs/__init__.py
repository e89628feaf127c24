"""What runs in those environments: small models for each server, and clients that make calls."""

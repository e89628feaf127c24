"""A real Keycloak on this machine, for development and for tests."""

"""Realms on the run's Keycloak: ours, another organization's, and one with Keycloak's defaults."""

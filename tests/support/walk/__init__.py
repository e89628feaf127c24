"""A walk over declarations: random changes, each deployed, each compared with what Keycloak then holds."""

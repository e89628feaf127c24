"""What several rules know of Keycloak: its clients, scopes, mappers and grants."""

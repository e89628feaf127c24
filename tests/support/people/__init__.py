"""People before Keycloak's pages: browsers, forms, authenticators."""

"""What Keycloak is made to say of objects that a plan would take over."""

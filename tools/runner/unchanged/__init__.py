"""Whether a stack is as it was after its last plan, in Keycloak too: such a stack needs no plan."""

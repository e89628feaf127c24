"""How declared things become Terraform: maps for `for_each`, references between layers, secrets, claims.

What several constructs share lives here, and nothing that is one Keycloak concept's own. It reads `declaration`, and the
rooms above (`realm`, `models`, `access`) build on it.
"""

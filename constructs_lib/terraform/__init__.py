"""How declared things become Terraform: maps for `for_each`, references between layers, secrets, claims.

What several constructs share lives here, and nothing that is one Keycloak concept's own. It reads `declaration`; the
rooms above, `realm`, `models` and `access`, build on it.
"""

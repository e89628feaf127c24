"""What a person must do at the first login, in Keycloak's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.props import PersonProps

__all__ = ["TERMS", "required_actions"]

TERMS = "TERMS_AND_CONDITIONS"
"""Alias of the action by which people accept the terms."""


def required_actions(person: PersonProps, *, terms: bool) -> list[str]:
    """Return the actions that a new account starts with (`keycloak_user`, argument `required_actions`).

    A temporary password brings its own: Keycloak asks for another one.

    Args:
        person: The person.
        terms: The realm has terms.
    """
    actions = [TERMS] if terms else []
    if person.invite:
        actions += ["UPDATE_PASSWORD"] if person.email_verified else ["UPDATE_PASSWORD", "VERIFY_EMAIL"]
    return actions

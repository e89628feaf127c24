"""What a person must do at the first login, in Keycloak's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.props import LoginProps, PersonProps

__all__ = ["PROOF", "TERMS", "UPDATE_EMAIL", "SelfService", "required_actions", "self_service"]

TERMS = "TERMS_AND_CONDITIONS"
"""Alias of the action by which people accept the terms."""
UPDATE_EMAIL = "UPDATE_EMAIL"
"""Alias of the action by which alone, where it is on, people change their address (Keycloak 26.4)."""
PROOF = {"verifyEmail": "true"}
"""Its setting by which an address is proven whatever the realm asks for; before provider 5.2 the realm alone says."""


@dataclass(frozen=True)
class SelfService:
    """Something that people do to their own account.

    Attributes:
        alias: Keycloak's name of the action.
        name: What it is called there, for people.
        priority: Which comes first of several; Keycloak's own.
        enabled: Whether people may.
    """

    alias: str
    name: str
    priority: int
    enabled: bool = False


# An account without an address gets one by its profile, unproven; a passkey for logins without a password, and
# recovery codes, are no step of our logins, and count as no second factor.
_RESTRICTED = (
    SelfService(UPDATE_EMAIL, "Update Email", 70, enabled=True),
    SelfService("UPDATE_PROFILE", "Update Profile", 40),
    SelfService("VERIFY_PROFILE", "Verify Profile", 100),
    SelfService("webauthn-register-passwordless", "Webauthn Register Passwordless", 80),
    SelfService("CONFIGURE_RECOVERY_AUTHN_CODES", "Recovery Authentication Codes", 130),
)


def self_service(login: LoginProps) -> tuple[SelfService, ...]:
    """Return what the realm says of what people do to their own accounts.

    Args:
        login: Of the realm.
    """
    return _RESTRICTED if login.restrict_self_service else ()


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

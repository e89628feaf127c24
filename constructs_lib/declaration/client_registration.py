"""What Keycloak asks of clients that register themselves with an initial access token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.realm_defaults import NEW_CLIENT_SCOPES
from constructs_lib.declaration.token_settings import OFFLINE_ACCESS, TOKEN_SCOPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.props import ClientRegistrationProps, Declaration

__all__ = ["RegistrationPolicy", "new_client_scopes", "registered_scopes", "registration_policies"]


@dataclass(frozen=True)
class RegistrationPolicy:
    """A client registration policy of the realm, for registrations with a token.

    Keycloak asks all policies: these refuse, beside its own, and none lets in what another one refuses. So whoever
    removes them opens nothing.

    Attributes:
        name: Its name.
        provider: Keycloak's id of its kind.
        config: Its settings, by Keycloak's names.
    """

    name: str
    provider: str
    config: Mapping[str, str] = field(default_factory=dict)


def registration_policies(props: ClientRegistrationProps) -> tuple[RegistrationPolicy, ...]:
    """Return what is asked of a client that registers itself.

    Args:
        props: What is declared.
    """
    hosts = {
        # Whoever has the token may send it from anywhere.
        "host-sending-registration-request-must-match": "false",
        "client-uris-must-match": "true",
        "trusted-hosts": ",".join(sorted(set(props.redirect_hosts))),
    }
    return (
        RegistrationPolicy("ml-registered hosts", "trusted-hosts", hosts),
        # A mapper could write any role into tokens. Keycloak 26.7.3 fails where none is named: this one copies `nonce`.
        RegistrationPolicy(
            "ml-registered mappers",
            "allowed-protocol-mappers",
            {"allowed-protocol-mapper-types": "oidc-nonce-backwards-compatible-mapper"},
        ),
        RegistrationPolicy("ml-registered full scope", "scope"),
        RegistrationPolicy("ml-registered consent", "consent-required"),
        RegistrationPolicy("ml-registered number", "max-clients", {"max-clients": str(props.max_clients)}),
    )


def new_client_scopes(declaration: Declaration) -> tuple[str, ...]:
    """Return the default scopes of a client that was not given any; those of our tokens where one may register itself.

    Args:
        declaration: What is declared.
    """
    return (*NEW_CLIENT_SCOPES, *((TOKEN_SCOPE,) if declaration.realm.client_registration else ()))


def registered_scopes(policy: AccessPolicy, declaration: Declaration) -> tuple[str, ...]:
    """Return the optional scopes of a client that was not given any: those that a client may register for.

    Args:
        policy: Who may call what.
        declaration: What is declared.
    """
    props = declaration.realm.client_registration
    if props is None:
        return ()
    asked = {(model, action) for model, actions in props.scopes.items() for action in actions}
    scopes = (policy.scopes_of(pair)[0] for pair in policy.model_actions if (pair.model, pair.action) in asked)
    return (*scopes, *((OFFLINE_ACCESS,) if props.offline_access else ()))

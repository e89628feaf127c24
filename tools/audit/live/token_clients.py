"""Which clients of a realm get tokens, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from constructs_lib.declaration.realm_defaults import LOGGING_IN_CLIENTS
from tools.audit.facts import holder_of_service_account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["LOGIN_FLOWS", "TokenClients"]

LOGIN_FLOWS = ("standardFlowEnabled", "implicitFlowEnabled", "directAccessGrantsEnabled")
"""What a client has on at which people log in."""

_DEVICE = "oauth2.device.authorization.grant.enabled"
# What writes roles into an access token; a kind that is not known may do so, too.
_WITHOUT_ROLES = frozenset(
    {
        *("oidc-sub-mapper", "oidc-audience-mapper", "oidc-usermodel-property-mapper", "oidc-full-name-mapper"),
        *("oidc-usermodel-attribute-mapper", "oidc-acr-mapper", "oidc-amr-mapper", "oidc-address-mapper"),
        *("oidc-allowed-origins-mapper", "oidc-usersessionmodel-note-mapper", "oidc-group-membership-mapper"),
        *("oidc-hardcoded-claim-mapper", "oidc-sha256-pairwise-sub-mapper", "oidc-audience-resolve-mapper"),
        *("oidc-role-name-mapper", "oidc-organization-membership-mapper", "oidc-nonce-backwards-compatible-mapper"),
    }
)


@dataclass(frozen=True)
class TokenClients:
    """Clients by what they do.

    Attributes:
        logins: Clients at which people log in, and in whose tokens roles are.
        machines: Client by its service account, where its tokens have roles.
        with_full_scope: Clients whose tokens hold every role that somebody has.
    """

    logins: tuple[str, ...] = ()
    machines: Mapping[str, str] = field(default_factory=dict)
    with_full_scope: frozenset[str] = frozenset()

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> Self:
        """Return those of a realm."""
        scopes = {scope["name"]: scope for scope in snapshot.scopes}
        able = [client for client in snapshot.clients if client.get("enabled") and not client.get("bearerOnly")]
        # Keycloak's own have no audience of the API, and open no model.
        able = [client for client in able if client["clientId"] not in LOGGING_IN_CLIENTS]
        able = [client for client in able if _carries_roles(client, scopes)]
        machines = [client["clientId"] for client in able if client.get("serviceAccountsEnabled")]
        return cls(
            logins=tuple(client["clientId"] for client in able if _logs_in(client)),
            machines={holder_of_service_account(name): name for name in machines},
            with_full_scope=frozenset(client["clientId"] for client in able if client.get("fullScopeAllowed")),
        )

    def of(self, holder: str) -> tuple[str, ...]:
        """Return the clients that get tokens for somebody."""
        if holder.startswith("person "):
            return self.logins
        return (self.machines[holder],) if holder in self.machines else ()


def _logs_in(client: Entry) -> bool:
    return any(client.get(flow) for flow in LOGIN_FLOWS) or client.get("attributes", {}).get(_DEVICE) == "true"


def _carries_roles(client: Entry, scopes: Mapping[str, Entry]) -> bool:
    if client.get("protocol", "openid-connect") != "openid-connect":
        return True
    offered = (*client.get("defaultClientScopes", ()), *client.get("optionalClientScopes", ()))
    holders = (client, *(scopes[name] for name in offered if name in scopes))
    return any(
        mapper["protocolMapper"] not in _WITHOUT_ROLES for each in holders for mapper in each.get("protocolMappers", ())
    )

"""Rules by which the realm itself refuses clients that fall short, whoever makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResource
from constructs_lib.declaration.client_urls import ClientUrls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["ClientPolicies"]

_PROFILE, _POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"

# An executor that corrects clients by itself would undo what Terraform writes: the plan would never settle.
_CORRECT_NOTHING = {"auto-configure": "false"}
_WHOEVER_WRITES_IT = ["ByAuthenticatedUser", "ByAnonymous", "ByInitialAccessToken", "ByRegistrationAccessToken"]
_REDIRECTS = ["redirectUris", "postLogoutRedirectUris"]
_HTTPS_OR_LOOPBACK = ["https://.*", "http://127[.]0[.]0[.]1(:[0-9]+)?(/.*)?", "http://[[]::1[]](:[0-9]+)?(/.*)?"]
_AUTHENTICATORS = ["client-jwt", "client-secret", "client-x509", "federated-jwt"]


@dataclass(frozen=True)
class _Part:
    """An executor or a condition, by Keycloak's name, with its settings."""

    name: str
    configuration: Mapping[str, str] = field(default_factory=dict)

    def block(self) -> dict[str, object]:
        return {"name": self.name, **({"configuration": dict(self.configuration)} if self.configuration else {})}


class ClientPolicies(Construct):
    """Client policies (Keycloak guide "Client policies"), made from the same settings as our own clients.

    `ml-clients` judges what clients are made and changed to; `ml-requests` that, and every request of every client,
    Keycloak's own included.
    Bindings of provider 4.5.0 lack the resources: they are written by their names.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        declaration: Whose clients must pass.

    Attributes:
        realm_id: The realm, once its policies are in force (token): what is made after them refers to it.
        last: The policy that is made last, for what must come after both in this stack.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm, declaration: Declaration) -> None:
        super().__init__(scope, id)
        self._realm = realm
        whoever = _Part("client-updater-context", {"update-client-source": _json(_WHOEVER_WRITES_IT)})
        written = self._create("Clients", "ml-clients", when=whoever, executors=_of_clients(declaration))
        # Keycloak asks policies in the order in which they were made.
        self.last = self._create(
            "Requests", "ml-requests", when=_Part("any-client"), executors=_of_requests(declaration), after=written
        )
        self.realm_id: str = self.last.get_string_attribute("realm_id")

    def _create(
        self,
        id: str,
        name: str,
        *,
        when: _Part,
        executors: Sequence[_Part],
        after: TerraformResource | None = None,
    ) -> TerraformResource:
        scope = Construct(self, id)
        profile = TerraformResource(
            scope, "Profile", terraform_resource_type=_PROFILE, depends_on=[after] if after else None
        )
        profile.add_override("realm_id", self._realm.id)
        profile.add_override("name", name)
        profile.add_override("executor", [executor.block() for executor in executors])
        policy = TerraformResource(scope, "Policy", terraform_resource_type=_POLICY)
        policy.add_override("realm_id", self._realm.id)
        policy.add_override("name", name)
        policy.add_override("enabled", value=True)
        policy.add_override("profiles", [profile.get_string_attribute("name")])
        policy.add_override("condition", [when.block()])
        return policy


def _of_clients(declaration: Declaration) -> list[_Part]:
    urls = ClientUrls(declaration)
    # Keycloak takes http on loopback only where it takes http at all: the patterns then say where.
    http = _flag(urls.loopback or urls.plain_http)
    redirects = {
        "allow-ipv4-loopback-address": http,
        "allow-ipv6-loopback-address": http,
        "allow-http-scheme": http,
        "allow-wildcard-context-path": _flag(urls.wildcard),
    }
    patterns = {"client-uri-fields": _json(_REDIRECTS), "allowed-patterns": _json(_HTTPS_OR_LOOPBACK)}
    authenticators = {
        "allowed-client-authenticators": _json(_AUTHENTICATORS),
        "default-client-authenticator": "client-secret",
    }
    return [
        _Part("full-scope-disabled", _CORRECT_NOTHING),
        _Part("secure-redirect-uris-enforcer", redirects),
        *([_Part("secure-client-uris-pattern", patterns)] if urls.loopback and not urls.plain_http else []),
        *([] if urls.any_http else [_Part("secure-client-uris")]),
        _Part("secure-client-authenticator", authenticators),
    ]


def _of_requests(declaration: Declaration) -> list[_Part]:
    return [
        _Part("reject-implicit-grant", _CORRECT_NOTHING),
        *([] if declaration.api.direct_access_grants else [_Part("reject-ropc-grant", _CORRECT_NOTHING)]),
        _Part("pkce-enforcer", _CORRECT_NOTHING),
    ]


def _json(values: Sequence[str]) -> str:
    """Return a list as the provider reads it back: a text without spaces."""
    return json.dumps(values, separators=(",", ":"))


def _flag(value: bool) -> str:  # noqa: FBT001 - what is written
    return str(value).lower()

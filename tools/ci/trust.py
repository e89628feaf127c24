"""Let Keycloak know a pipeline: the platform that vouches for it, and a client each for who plans and who deploys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.issuer_settings import ASSERTION_AGE, ASSERTIONS
from constructs_lib.declaration.loopback import is_loopback
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["Trust"]

_TIMEOUT_S = 30.0
_MASTER = "realms/master"
_LIFE_S = 1800
# A job's token may be an hour old when set-up is done; it counts once, and until it expires.
_AGE_S = 3600
_READS = ("view-", "query-")
_CHANGES = (*_READS, "manage-")


@dataclass(frozen=True)
class Trust:
    """Clients of the realm `master` that a pipeline's own token authenticates.

    Keycloak's guide calls that "Federated client authentication".

    Attributes:
        admin: Keycloak, as an administrator.
        environment: Name of the environment: the clients are called by it.
        realm: Its realm.
        issuer: The platform's issuer, whose discovery document says where its keys are.
    """

    admin: KeycloakAdmin
    environment: str
    realm: str
    issuer: str

    def establish(self, planner: str, deployer: str) -> Iterator[str]:
        """Make them, or bring them up to date; yield what each may do.

        Args:
            planner: Subject of the jobs that plan: they read.
            deployer: Subject of the job that deploys.

        Raises:
            ToolError: Both are the same subject, or the realm is not there yet (exit 2); or the issuer or Keycloak does
                not answer, or refuses.
        """
        if planner == deployer:
            raise ToolError(
                "PLANNER and DEPLOYER are the same subject: Keycloak could not tell them apart", exit_code=2
            )
        rights = self._rights()
        alias = self._platform()
        for role, subject, kinds in (("planner", planner, _READS), ("deployer", deployer, _CHANGES)):
            client_id = f"ml-{role}-{self.environment}"
            user = self._client(client_id, alias, subject)
            path, roles = rights
            wanted = [role for role in roles if role["name"].startswith(kinds)]
            self.admin.request("POST", f"{_MASTER}/users/{user}/role-mappings/{path}", json=wanted)
            does = "reads" if kinds is _READS else "changes"
            yield f"{client_id} {does} realm '{self.realm}', for jobs with subject '{subject}'"

    def _platform(self) -> str:
        """Keep the issuer as an identity provider that nobody logs in by; return its alias."""
        providers = self.admin.get(f"{_MASTER}/identity-provider/instances").json()
        known = next((each for each in providers if each["config"].get("issuer") == self.issuer), None)
        alias = known["alias"] if known else f"pipeline-{len(providers) + 1}"
        body = {
            **(known or {}),
            "alias": alias,
            "providerId": "oidc",
            "displayName": "Pipelines",
            "enabled": True,
            "hideOnLogin": True,
            "linkOnly": True,
            "config": {
                "issuer": self.issuer,
                "jwksUrl": self._keys(),
                "useJwksUrl": "true",
                "validateSignature": "true",
                "authorizationUrl": f"{self.issuer}/unused",
                "tokenUrl": f"{self.issuer}/unused",
                "clientId": "unused",
                ASSERTIONS: "true",
                "supportsClientAssertionReuse": "false",
                ASSERTION_AGE: str(_AGE_S),
            },
        }
        path = f"{_MASTER}/identity-provider/instances"
        self.admin.request(*(("PUT", f"{path}/{alias}") if known else ("POST", path)), json=body)
        return str(alias)

    def _keys(self) -> str:
        url = f"{self.issuer}/.well-known/openid-configuration"
        try:
            response = httpx.get(url, timeout=_TIMEOUT_S, trust_env=not is_loopback(url))
            return str(response.raise_for_status().json()["jwks_uri"])
        except (httpx.HTTPError, ValueError, KeyError):
            raise ToolError(f"{url} cannot be read: it says where the keys of the pipeline's tokens are") from None

    def _client(self, client_id: str, alias: str, subject: str) -> str:
        """Keep a client that authenticates by the platform's token alone; return the id of its service account."""
        found = self.admin.get(f"{_MASTER}/clients", clientId=client_id).json()
        body: dict[str, Any] = {
            **(found[0] if found else {}),
            "clientId": client_id,
            "enabled": True,
            "publicClient": False,
            "serviceAccountsEnabled": True,
            "standardFlowEnabled": False,
            "implicitFlowEnabled": False,
            "directAccessGrantsEnabled": False,
            "fullScopeAllowed": True,
            "clientAuthenticatorType": "federated-jwt",
            "attributes": {
                **(found[0]["attributes"] if found else {}),
                "jwt.credential.issuer": alias,
                "jwt.credential.sub": subject,
                "access.token.lifespan": str(_LIFE_S),
            },
        }
        if found:
            self.admin.request("PUT", f"{_MASTER}/clients/{found[0]['id']}", json=body)
        else:
            self.admin.request("POST", f"{_MASTER}/clients", json=body)
        (client,) = self.admin.get(f"{_MASTER}/clients", clientId=client_id).json()
        return str(self.admin.get(f"{_MASTER}/clients/{client['id']}/service-account-user").json()["id"])

    def _rights(self) -> tuple[str, list[dict[str, Any]]]:
        """Return the rights that there are in the realm: the client that holds them, as a path, and its roles."""
        found = self.admin.get(f"{_MASTER}/clients", clientId=f"{self.realm}-realm").json()
        if not found:
            raise ToolError(
                f"realm '{self.realm}' is not there yet: deploy environment '{self.environment}' once by hand; its "
                "pipeline then gets rights in this realm, and in no other",
                exit_code=2,
            )
        uuid = found[0]["id"]
        return f"clients/{uuid}", self.admin.get(f"{_MASTER}/clients/{uuid}/roles").json()

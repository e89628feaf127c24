"""Let Keycloak know a pipeline: the platform that vouches for it, and a client each for who plans and who deploys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.issuer_settings import ASSERTION_AGE, ASSERTIONS
from constructs_lib.declaration.loopback import is_loopback
from tools.deployer.roles import Duty
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.deployer.clients import DeployerClients

__all__ = ["Trust"]

_TIMEOUT_S = 30.0
_LIFE_S = 1800
# A job's token may be an hour old when set-up is done; it counts once, and until it expires.
_AGE_S = 3600


@dataclass(frozen=True)
class Trust:
    """A planner and a deployer that a pipeline's own token authenticates.

    Keycloak's guide calls that "Federated client authentication".

    Attributes:
        clients: The two clients.
        issuer: The platform's issuer, whose discovery document says where its keys are.
    """

    clients: DeployerClients
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
        self.clients.check()
        alias = self._platform()
        for duty, subject in ((Duty.PLANNER, planner), (Duty.DEPLOYER, deployer)):
            does = self.clients.keep(duty, _authentication(alias, subject))
            yield f"{does}, for jobs with subject '{subject}'"

    def _platform(self) -> str:
        """Keep the issuer as an identity provider that nobody logs in by; return its alias."""
        providers = self.clients.admin.get(f"{self.clients.home}/identity-provider/instances").json()
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
        path = f"{self.clients.home}/identity-provider/instances"
        self.clients.admin.request(*(("PUT", f"{path}/{alias}") if known else ("POST", path)), json=body)
        return str(alias)

    def _keys(self) -> str:
        url = f"{self.issuer}/.well-known/openid-configuration"
        try:
            response = httpx.get(url, timeout=_TIMEOUT_S, trust_env=not is_loopback(url))
            return str(response.raise_for_status().json()["jwks_uri"])
        except (httpx.HTTPError, ValueError, KeyError):
            raise ToolError(f"{url} cannot be read: it says where the keys of the pipeline's tokens are") from None


def _authentication(alias: str, subject: str) -> Mapping[str, Any]:
    """Return how a client authenticates by the platform's token alone."""
    return {
        "clientAuthenticatorType": "federated-jwt",
        "attributes": {
            "jwt.credential.issuer": alias,
            "jwt.credential.sub": subject,
            "access.token.lifespan": str(_LIFE_S),
        },
    }

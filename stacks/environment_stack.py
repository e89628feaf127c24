"""One environment as a Terraform stack: provider, backend, variables, construct, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf import TerraformOutput, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_keycloak.provider import KeycloakProvider

from constructs_lib.endpoints import RealmEndpoints
from constructs_lib.ml_api_security import MlApiSecurity
from constructs_lib.secrets import SecretVariables
from stacks.backend_binding import bind_backend
from stacks.provider_constraint import PROVIDER_CONSTRAINT

if TYPE_CHECKING:
    from constructs import Construct

    from stacks.environment import Environment

__all__ = ["EnvironmentStack"]


class EnvironmentStack(TerraformStack):
    """The stack of one environment.

    Args:
        scope: The app.
        id: Name of the environment.
        environment: What it declares.

    Attributes:
        security: The construct, for resources that are added beside it.

    Raises:
        DeclarationError: The declaration contradicts itself.
    """

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self._add_provider()
        bind_backend(self, environment.backend)
        keycloak_url = TerraformVariable(
            self,
            "keycloak_url",
            type="string",
            description="Public base URL of Keycloak: what issuers start with",
            default=environment.keycloak.url.rstrip("/"),
            nullable=False,
        )
        self.security = MlApiSecurity(
            self,
            "Security",
            realm=environment.realm,
            api=environment.api,
            people=environment.people,
            secrets=SecretVariables(self),
        )
        self._add_outputs(keycloak_url.string_value, environment)

    def _add_provider(self) -> None:
        """Leave the server and the credentials to KEYCLOAK_URL, KEYCLOAK_CLIENT_ID, …: the provider's own names."""
        provider = KeycloakProvider(self, "keycloak", url="from KEYCLOAK_URL", client_id="from KEYCLOAK_CLIENT_ID")
        provider.add_override("url", None)
        provider.add_override("client_id", None)
        # The bindings pin the version that they were generated from; what we emit is valid for the whole range.
        self.add_override("terraform.required_providers.keycloak.version", PROVIDER_CONSTRAINT)

    def _add_outputs(self, keycloak_url: str, environment: Environment) -> None:
        endpoints = RealmEndpoints(keycloak_url, self.security.realm.name)
        outputs = {
            "realm_name": ("Name of the realm", endpoints.realm),
            "client_id": ("OAuth client identifier of the API", self.security.api_client.client_id),
            "audience": ("Value of the aud claim", environment.api.effective_audience),
            "issuer": ("Value of the iss claim", endpoints.issuer),
            "token_endpoint": ("Where grants are traded for tokens", endpoints.token_endpoint),
            "jwks_uri": ("Keys that verify tokens", endpoints.jwks_uri),
            "discovery_url": ("OpenID Connect discovery document", endpoints.discovery_url),
        }
        for name, (description, value) in outputs.items():
            TerraformOutput(self, name, description=description, value=value)
        TerraformOutput(
            self,
            "client_secret",
            description="Secret of the API's client",
            value=self.security.api_client.client_secret,
            sensitive=True,
        )

"""One environment as one Terraform stack: provider, backend, variables, construct, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.ml_api_security import MlApiSecurity
from stacks.api_outputs import add_api_outputs
from stacks.keycloak_stack import KeycloakStack

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.provider_features import ProviderFeatures
    from stacks.environment import Environment

__all__ = ["EnvironmentStack"]


class EnvironmentStack(KeycloakStack):
    """The stack of an environment without teams.

    Args:
        scope: The app.
        id: Name of the environment.
        environment: What it declares.
        features: What the provider can do.

    Attributes:
        security: The construct, for resources that are added beside it.

    Raises:
        DeclarationError: The declaration contradicts itself.
    """

    def __init__(self, scope: Construct, id: str, *, environment: Environment, features: ProviderFeatures) -> None:
        super().__init__(scope, id, environment=environment, features=features)
        self.security = MlApiSecurity(
            self,
            "Security",
            realm=environment.realm,
            api=environment.api,
            models=environment.models,
            consumers=environment.consumers,
            groups=environment.groups,
            second_factor=environment.second_factor,
            people=environment.people,
            applications=environment.applications,
            workload_issuers=environment.workload_issuers,
            federation=environment.federation,
            identity_providers=environment.identity_providers,
            external_people=environment.external_people,
            secret_storage=environment.secret_storage,
            secrets=self.secrets,
            features=features,
        )
        add_api_outputs(self, environment, realm=self.security.realm, api_client=self.security.api_client)

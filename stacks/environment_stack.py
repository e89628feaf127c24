"""One environment as one Terraform stack: provider, backend, variables, construct, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.ml_api_security import MlApiSecurity
from constructs_lib.terraform.emitting import emitting
from stacks.api_outputs import add_api_outputs, declare_keycloak_url
from stacks.keeping import keep
from stacks.keycloak_stack import KeycloakStack

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from stacks.environment import Environment

__all__ = ["EnvironmentStack"]


class EnvironmentStack(KeycloakStack):
    """The stack of an environment without teams.

    Args:
        scope: The app.
        id: Name of the environment.
        checked: What it declares.

    Attributes:
        security: The construct, for resources that are added beside it.
    """

    def __init__(self, scope: Construct, id: str, *, checked: CheckedDeclaration[Environment]) -> None:
        super().__init__(scope, id, checked=checked)
        self.security = self._create_security(checked)

    def _create_security(self, checked: CheckedDeclaration[Environment]) -> MlApiSecurity:
        """Create all that is declared. What is added by hand comes after it: guardrails tell the two apart."""
        environment = checked.declaration
        with emitting(self):
            security = MlApiSecurity.from_declaration(
                self,
                "Security",
                checked,
                secrets=self.context.secrets,
                keycloak_url=declare_keycloak_url(self, environment),
                protected=self.context.protected,
            )
            add_api_outputs(self, environment, endpoints=security.endpoints, apis=security.apis)
            keep(self, environment.kept)
        return security

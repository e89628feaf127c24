"""What all our stacks share: the provider and the backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.bindings.provider_constraint import (
    EXCHANGE_ARGUMENT_CONSTRAINT,
    EXCHANGE_KEY_CONSTRAINT,
    PROVIDER_CONSTRAINT,
    WRITE_ONLY_CONSTRAINT,
)
from constructs_lib.cdk import TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider
from constructs_lib.declaration.provider_features import WRITE_ONLY_SINCE
from constructs_lib.terraform.context import Context
from constructs_lib.terraform.emitting import emitting
from constructs_lib.terraform.secrets import SecretVariables
from stacks.backend_binding import bind_backend
from stacks.backends import LOCK_FILE_SINCE, S3BackendProps
from stacks.protection import is_protected

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from stacks.backends import BackendProps
    from stacks.environment import Environment

__all__ = ["KeycloakStack"]

# The provider gives up after 15 s; a small or busy server can take longer to create or delete a realm.
_CLIENT_TIMEOUT_S = 120
# `import` blocks, by which a deployment takes over what is there already; `terraform_data` is of 1.4.
_TERRAFORM_SINCE = (1, 5)


class KeycloakStack(TerraformStack):
    """A stack that is applied to Keycloak and keeps its state in the environment's backend.

    Args:
        scope: The app.
        id: Name of the stack.
        checked: The environment that it belongs to.

    Attributes:
        context: What its layers read.
    """

    def __init__(self, scope: Construct, id: str, *, checked: CheckedDeclaration[Environment]) -> None:
        super().__init__(scope, id)
        with emitting(self, is_new=True):
            self.context = Context(
                checked,
                SecretVariables(
                    self,
                    write_only=checked.writes_secrets_only,
                    kept=frozenset(checked.declaration.kept.secrets),
                    kept_people=frozenset(checked.declaration.kept.passwords),
                ),
                protected=is_protected(id, checked.declaration),
            )
            self._add_provider(self._constraint())
            bind_backend(self, checked.declaration.backend)
            self._require_terraform(checked.declaration.backend)

    def _require_terraform(self, backend: BackendProps) -> None:
        """Say which Terraform, or OpenTofu, can do what the stack asks for: their numbers agree here."""
        write_only = WRITE_ONLY_SINCE if self.context.secrets.write_only else _TERRAFORM_SINCE
        locked = LOCK_FILE_SINCE if isinstance(backend, S3BackendProps) else _TERRAFORM_SINCE
        needed = max(_TERRAFORM_SINCE, write_only, locked)
        self.add_override("terraform.required_version", f">= {'.'.join(map(str, needed))}")

    def _constraint(self) -> str:
        """Return the provider versions for which what we emit is valid."""
        if self.context.secrets.write_only:
            return WRITE_ONLY_CONSTRAINT
        if self.context.policy.exchanging:
            by_argument = self.context.features.token_exchange_argument
            return EXCHANGE_ARGUMENT_CONSTRAINT if by_argument else EXCHANGE_KEY_CONSTRAINT
        return PROVIDER_CONSTRAINT

    def _add_provider(self, constraint: str) -> None:
        """Leave the server and the credentials to KEYCLOAK_URL, KEYCLOAK_CLIENT_ID, …: the provider's own names."""
        provider = KeycloakProvider(
            self,
            "keycloak",
            url="from KEYCLOAK_URL",
            client_id="from KEYCLOAK_CLIENT_ID",
            client_timeout=_CLIENT_TIMEOUT_S,
        )
        provider.add_override("url", None)
        provider.add_override("client_id", None)
        # The bindings pin the version that they were generated from; what we emit is valid for a whole range.
        self.add_override("terraform.required_providers.keycloak.version", constraint)

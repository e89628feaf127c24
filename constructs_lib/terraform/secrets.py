"""Where secrets come from: by default sensitive, required Terraform variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from constructs_lib.cdk import TerraformStack, TerraformVariable
from constructs_lib.declaration.kept_secret import KEPT_SECRET
from constructs_lib.declaration.provider_features import WRITE_ONLY_SINCE
from constructs_lib.declaration.secret_names import (
    SMTP_PASSWORD,
    bind_credential_name,
    client_secret_name,
    initial_password_name,
)

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["SecretSource", "SecretVariables"]

# An expression: the argument is left out.
_NOTHING = "${null}"


class SecretSource(Protocol):
    """Hands out secrets as CDK string tokens, never as values.

    Attributes:
        write_only: Clients' secrets go to write-only arguments alone, which no state keeps.
    """

    write_only: bool

    def bind_credential(self, federation: str) -> str:
        """Return the token of the password that Keycloak reads a directory with."""

    def client_secret(self, client_id: str) -> str:
        """Return the token of a client's secret."""

    def initial_password(self, username: str) -> str:
        """Return the token of a person's first password."""

    def smtp_password(self) -> str:
        """Return the token of the mail server's password."""


class SecretVariables:
    """Secrets as sensitive variables without default, declared at stack level so that their names are stable.

    Args:
        stack: The stack that gets the variables. Elements nested in a construct would get a hash in their names,
            which breaks `TF_VAR_<name>`.
        write_only: Clients' secrets are ephemeral variables: neither state nor plan holds them.
        kept: Clients, identity providers and directories that keep the secret that Keycloak has: there is no variable
            for it.
        kept_people: People who keep their passwords: there is no variable for a first one.
    """

    def __init__(
        self,
        stack: TerraformStack,
        *,
        write_only: bool = False,
        kept: Collection[str] = (),
        kept_people: Collection[str] = (),
    ) -> None:
        self.write_only = write_only
        self._kept, self._kept_people = kept, kept_people
        self._stack = stack
        if write_only:
            stack.add_override("terraform.required_version", f">= {'.'.join(map(str, WRITE_ONLY_SINCE))}")

    def bind_credential(self, federation: str) -> str:
        """Declare `<federation>_bind_credential`."""
        if federation in self._kept:
            return KEPT_SECRET
        return self._declare(
            bind_credential_name(federation), f"Password that Keycloak reads the directory '{federation}' with"
        )

    def client_secret(self, client_id: str) -> str:
        """Declare `<client_id>_client_secret`."""
        if client_id in self._kept:
            return _NOTHING
        return self._declare(
            client_secret_name(client_id), f"Secret of the client '{client_id}'", ephemeral=self.write_only
        )

    def initial_password(self, username: str) -> str:
        """Declare `<username>_initial_password`."""
        if username in self._kept_people:
            return _NOTHING
        return self._declare(initial_password_name(username), f"First password of the person '{username}'")

    def smtp_password(self) -> str:
        """Declare `smtp_password`."""
        return self._declare(SMTP_PASSWORD, "Password of the mail server")

    def _declare(self, name: str, description: str, *, ephemeral: bool = False) -> str:
        existing = self._stack.node.try_find_child(name)
        variable = existing or TerraformVariable(
            self._stack, name, type="string", description=description, sensitive=True, nullable=False
        )
        if not isinstance(variable, TerraformVariable):
            raise TypeError(f"stack '{self._stack.node.id}' already has an element '{name}' that is no variable")
        if ephemeral:
            variable.add_override("ephemeral", True)  # noqa: FBT003 - the override's value
        return variable.string_value

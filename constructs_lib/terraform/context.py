"""What every layer of a stack reads, handed down as one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.group_origins import GroupOrigin
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """What is declared, what follows from it, and where this stack's secrets come from.

    Attributes:
        checked: A declaration that passed the checks.
        secrets: Where the stack's secrets come from.
        protected: Terraform refuses to destroy, or to replace, the realm.
    """

    checked: CheckedDeclaration[Declaration]
    secrets: SecretSource
    protected: bool = False

    @property
    def declaration(self) -> Declaration:
        """What is declared."""
        return self.checked.declaration

    @property
    def features(self) -> ProviderFeatures:
        """What the provider and Terraform can do."""
        return self.checked.features

    @property
    def policy(self) -> AccessPolicy:
        """Who may call what."""
        return self.checked.policy

    @property
    def origins(self) -> Mapping[str, Sequence[GroupOrigin]]:
        """Which people that are not declared belong to which group, by the group's name."""
        return self.checked.origins

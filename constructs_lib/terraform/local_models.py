"""The models layer as seen from within one stack: roles and scopes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformLocal, Token

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.terraform.references import ModelsReference

__all__ = ["LocalModels"]


class LocalModels:
    """Local values that hold what the models layer says, so that a reference across stacks is made once a stack.

    Args:
        scope: Construct that owns the local values.
        models: The models layer, in this stack or another.

    Attributes:
        realm_id: What provider resources take as `realm_id` (token).
        token_scopes: Names of the client scopes that shape access tokens (tokens).
        parent_group_id: Id of the group that groups are below (token); None where they are at the root.
    """

    def __init__(self, scope: Construct, models: ModelsReference) -> None:
        self.realm_id = models.realm_id
        self.token_scopes = models.token_scopes
        self.parent_group_id = models.parent_group_id
        self._roles = f"local.{TerraformLocal(scope, 'RoleIds', models.role_ids).friendly_unique_id}"
        self._scopes = f"local.{TerraformLocal(scope, 'Scopes', models.scopes).friendly_unique_id}"

    def role_id(self, name: str) -> str:
        """Return the expression of a role's id."""
        return f'${{{self._roles}["{name}"]}}'

    def scope(self, name: str) -> str:
        """Return the expression of a gating client scope's name; Terraform then creates the scope first."""
        return f'${{{self._scopes}["{name}"]}}'

    def role_ids_of_each(self, field: str) -> list[str]:
        """Return the ids of the roles that `each.value.<field>` names (list token)."""
        return Token.as_list(f"${{[for name in each.value.{field} : {self._roles}[name]]}}")

    def scopes_of_each(self, field: str) -> list[str]:
        """Return the client scopes that `each.value.<field>` names (list token)."""
        return Token.as_list(f"${{[for name in each.value.{field} : {self._scopes}[name]]}}")

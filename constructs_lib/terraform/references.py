"""What one layer tells the next, in one stack or across stacks: CDK tokens, which make the references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.cdk import TerraformResource

__all__ = ["ApiReference", "ModelsReference", "PeopleSources", "RealmReference"]


@dataclass(frozen=True)
class ApiReference:
    """What the models need of an API.

    Attributes:
        client_uuid: Keycloak's internal id of its client.
        access_role_id: Id of the role that grants every model of it.
        access_scope: Name of the client scope that gates it.
    """

    client_uuid: str
    access_role_id: str
    access_scope: str


@dataclass(frozen=True)
class RealmReference:
    """What the models need of the realm.

    Attributes:
        realm_id: What provider resources take as `realm_id`.
        apis: The APIs by name.
        token_scopes: Names of the client scopes that shape access tokens, for default scopes of clients.
        login_role_ids: Map from a role that decides how its holders log in to its id.
        parent_group_id: Id of the group that groups are below; None where they are at the root.
    """

    realm_id: str
    apis: Mapping[str, ApiReference]
    token_scopes: tuple[str, ...]
    login_role_ids: Mapping[str, str] = field(default_factory=dict)
    parent_group_id: str | None = None


@dataclass(frozen=True)
class ModelsReference:
    """What those who call models need.

    Attributes:
        realm_id: What provider resources take as `realm_id`.
        token_scopes: Names of the client scopes that shape access tokens, for default scopes of clients.
        role_ids: Map from a role's name to its id.
        scopes: Map from a gating client scope's name to itself.
        parent_group_id: As above.
    """

    realm_id: str
    token_scopes: tuple[str, ...]
    role_ids: str
    scopes: str
    parent_group_id: str | None = None


@dataclass(frozen=True)
class PeopleSources:
    """Where people come from who are not declared.

    Attributes:
        directories: Map from a directory's name to its id.
        brokers: Map from an identity provider's name to its alias.
        settled: What to depend on, in the same stack, to come after all of them; None where there are none, or where
            they are in another stack, which is applied before. Keycloak cannot create an account while the realm's
            first identity provider appears.
    """

    directories: Mapping[str, str] = field(default_factory=dict)
    brokers: Mapping[str, str] = field(default_factory=dict)
    settled: TerraformResource | None = None

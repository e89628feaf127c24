"""A realm that somebody else made and owns: it is read, and nothing of it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk.keycloak import DataKeycloakRealm
from constructs_lib.realm.any_realm import AnyRealm

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.terraform.context import Context

__all__ = ["JoinedRealm"]


class JoinedRealm(AnyRealm):
    """The realm as a data source. What it lacks of our guarantees, `make diff` and `make deploy` say.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Declares which realm it is, and what signs our tokens.
    """

    def __init__(self, scope: Construct, id: str, *, context: Context) -> None:
        props = context.declaration.realm
        super().__init__(scope, id, props=props)
        realm = DataKeycloakRealm(self, "Realm", realm=props.name)
        self.id: str = realm.id
        self.name: str = realm.realm

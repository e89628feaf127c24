"""The map: an ML serving API behind Keycloak, from realm to role assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf import TerraformStack
from constructs import Construct

from constructs_lib.access_role import AccessRole
from constructs_lib.access_token_scope import AccessTokenScope
from constructs_lib.api_client import ApiClient
from constructs_lib.checks import check_declaration
from constructs_lib.person import Person
from constructs_lib.secrets import SecretSource, SecretVariables
from constructs_lib.secured_realm import SecuredRealm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.props import ApiProps, PersonProps, RealmProps

__all__ = ["MlApiSecurity"]


class MlApiSecurity(Construct):
    """A Keycloak realm, the serving API's client, its access role, and the people who hold it.

    Args:
        scope: A stack, or a construct below one, that has a `KeycloakProvider`.
        id: Construct id.
        realm: The realm.
        api: The serving API.
        people: Local accounts by username.
        secrets: Where secrets come from; defaults to sensitive variables of the stack.

    Attributes:
        realm: The realm; `realm.id` is what other provider resources take as `realm_id`.
        api_client: The API's client; `api_client.uuid` is its internal id.
        access_role: The role that grants every model.
        people: The people by username.

    Raises:
        DeclarationError: The declaration contradicts itself; one line a finding.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: RealmProps,
        api: ApiProps,
        people: Mapping[str, PersonProps] | None = None,
        secrets: SecretSource | None = None,
    ) -> None:
        super().__init__(scope, id)
        declared_people = people or {}
        check_declaration(realm, api, declared_people)
        source = secrets or SecretVariables(TerraformStack.of(self))

        self.realm = SecuredRealm(self, "Realm", props=realm, secrets=source)
        token_scope = AccessTokenScope(self, "AccessTokenScope", realm=self.realm, api=api)
        self.api_client = ApiClient(
            self, "ApiClient", realm=self.realm, props=api, token_scope=token_scope, secrets=source
        )
        self.access_role = AccessRole(
            self, "AccessRole", realm=self.realm, client=self.api_client, name=api.access_role
        )
        people_scope = Construct(self, "People")
        self.people = {
            username: Person(
                people_scope,
                username,
                realm=self.realm,
                username=username,
                props=person,
                access_role=self.access_role,
                secrets=source,
            )
            for username, person in declared_people.items()
        }

"""One API in the realm: its client, and the role that grants every model of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from constructs_lib.realm.access_role import AccessRole
from constructs_lib.realm.api_client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.declaration.props import ApiProps
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.realm.client_policies import ClientPolicies
    from constructs_lib.terraform.context import Context

__all__ = ["SecuredApi"]


@dataclass(frozen=True)
class SecuredApi:
    """What one API has in the realm.

    Attributes:
        client: Its client; `client.uuid` is Keycloak's internal id.
        access_role: The role that grants every model of it.
    """

    client: ApiClient
    access_role: AccessRole

    @classmethod
    def create(
        cls,
        scope: Construct,
        *,
        realm: AnyRealm,
        props: ApiProps,
        token_scopes: Sequence[str],
        context: Context,
        policies: ClientPolicies | None,
    ) -> Self:
        """Create both.

        Args:
            scope: Construct that owns them.
            realm: The realm.
            props: The API.
            token_scopes: Names of the client scopes that shape access tokens (tokens).
            context: Where the client's secret comes from, and whether the realm has other APIs.
            policies: Rules that the realm holds the client to.
        """
        client = ApiClient(
            scope,
            "ApiClient",
            realm=realm,
            props=props,
            token_scopes=token_scopes,
            secrets=context.secrets,
            policies=policies,
            is_sole=not context.declaration.apis,
        )
        return cls(client, AccessRole(scope, "AccessRole", realm=realm, client=client, props=props, context=context))

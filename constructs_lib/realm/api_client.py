"""The serving API's own client: its roles are what access tokens carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import (
    DataKeycloakAuthenticationFlow,
    OpenidClient,
    OpenidClientAuthenticationFlowBindingOverrides,
    OpenidClientDefaultScopes,
    OpenidClientOptionalScopes,
)
from constructs_lib.declaration.token_mappers import api_mappers
from constructs_lib.declaration.token_settings import MACHINE_SCOPES, PERSON_SCOPES
from constructs_lib.realm.settled_realm import settled_realm_id
from constructs_lib.terraform.claims import add_mapper, claim_client_id
from constructs_lib.terraform.client_lifespans import lifespan_arguments
from constructs_lib.terraform.secret_storage import set_client_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.declaration.props import ApiProps
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.realm.client_policies import ClientPolicies
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["ApiClient"]

_RESOURCE = "resource_url"
"""By which `resource` names the client (Keycloak 26.7, feature `resource-indicators`)."""


class ApiClient(Construct):
    """A confidential client with every flow written out and no scope beyond what its tokens need.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        props: The serving API.
        token_scopes: Names of the client scopes that shape access tokens (tokens).
        secrets: Source of the client's secret.
        policies: Rules that the realm holds it to.
        is_sole: It is the realm's only API, so that the token's scope says that tokens are for it.

    Attributes:
        uuid: Keycloak's internal id of the client (token), the provider's `client_id` argument of roles and mappers.
        client_id: OAuth client identifier (token).
        client_secret: The secret (sensitive token).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: AnyRealm,
        props: ApiProps,
        token_scopes: Sequence[str],
        secrets: SecretSource,
        policies: ClientPolicies | None,
        is_sole: bool = True,
    ) -> None:
        super().__init__(scope, id)
        self.client_secret = secrets.client_secret(props.client_id)
        client = self._create_client(realm, props, policies)
        set_client_secret(client, self.client_secret, version=str(props.secret_rotation), write_only=secrets.write_only)
        self.uuid: str = client.id
        self.client_id: str = client.client_id
        self._assign_scopes(realm, props, token_scopes)
        if props.standard_flow or props.direct_access_grants:
            claim_client_id(self, realm_id=realm.id, client_uuid=self.uuid, client_id=props.client_id)
        if not is_sole:  # a client's own roles are in its tokens unasked: these are for this API, then
            for mapper in api_mappers(props):
                add_mapper(self, mapper.name, mapper, realm_id=realm.id, client_id=self.uuid)

    def _create_client(self, realm: AnyRealm, props: ApiProps, policies: ClientPolicies | None) -> OpenidClient:
        return OpenidClient(
            self,
            "Client",
            realm_id=realm.id,
            client_id=props.client_id,
            name=props.display_name or props.client_id,
            enabled=props.enabled,
            access_type="CONFIDENTIAL",
            # The flows are optional and computed: left out, a change made by hand would plan "No changes".
            standard_flow_enabled=props.standard_flow,
            implicit_flow_enabled=False,
            direct_access_grants_enabled=props.direct_access_grants,
            service_accounts_enabled=props.service_accounts,
            oauth2_device_authorization_grant_enabled=False,
            pkce_code_challenge_method="S256",
            full_scope_allowed=False,
            authentication_flow_binding_overrides=self._password_grant(realm) if props.direct_access_grants else None,
            use_refresh_tokens=True,
            use_refresh_tokens_client_credentials=False,
            # Empty, not left out: newer providers then take back what was there; for 4.5.0 `make deploy` does.
            base_url=props.base_url or "",
            admin_url=props.admin_url or "",
            # The provider refuses both without a browser flow, and takes what is left out for that of before.
            valid_redirect_uris=list(props.redirect_uris) if props.standard_flow else [],
            web_origins=list(props.web_origins) if props.standard_flow else [],
            extra_config={
                **realm.token_settings,
                "request.object.signature.alg": realm.signature_algorithm,
                **({_RESOURCE: props.effective_audience} if props.resource_parameter else {}),
            },
            **lifespan_arguments(props.lifespans, realm.lifespans),
            depends_on=[policies.last] if policies else None,
        )

    def _password_grant(self, realm: AnyRealm) -> OpenidClientAuthenticationFlowBindingOverrides:
        """Return Keycloak's own flow for this client: the realm's refuses everybody."""
        flow = DataKeycloakAuthenticationFlow(
            self, "PasswordGrant", realm_id=settled_realm_id(self, realm), alias="direct grant"
        )
        return OpenidClientAuthenticationFlowBindingOverrides(direct_grant_id=flow.id)

    def _assign_scopes(self, realm: AnyRealm, props: ApiProps, token_scopes: Sequence[str]) -> None:
        own = MACHINE_SCOPES if props.service_accounts else PERSON_SCOPES
        OpenidClientDefaultScopes(
            self,
            "DefaultScopes",
            realm_id=realm.id,
            client_id=self.uuid,
            default_scopes=[*own, *token_scopes],
        )
        OpenidClientOptionalScopes(self, "OptionalScopes", realm_id=realm.id, client_id=self.uuid, optional_scopes=[])

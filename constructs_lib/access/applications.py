"""Applications that log people in: client, scopes and `client_id` claim for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.access.application import Application
from constructs_lib.cdk.keycloak import OpenidClient, OpenidClientDefaultScopes, OpenidClientOptionalScopes
from constructs_lib.declaration.token_settings import (
    LIGHTWEIGHT,
    OFFLINE_ACCESS,
    PERSON_SCOPES,
    PROFILE_SCOPES,
    REQUEST_OBJECT_ALGORITHM,
    access_token_settings,
)
from constructs_lib.terraform.claims import claim_client_id, claim_groups
from constructs_lib.terraform.client_lifespans import lifespan_arguments, offline_arguments
from constructs_lib.terraform.moves import move_construct
from constructs_lib.terraform.secret_storage import set_client_secret

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import ApplicationProps, RealmProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.local_models import LocalModels

__all__ = ["Applications"]

_DESCRIPTION = "An application that people log in to"


class Applications(Construct):
    """Clients with the authorization code flow and PKCE S256 alone.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Which scopes there are to ask for, the source of the confidential ones' secrets, and the realm's
            lifespans.
        applications: Applications by `client_id`.
        models: The models layer.
        after: What comes before the clients.

    Attributes:
        by_name: The applications by `client_id`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        context: Context,
        applications: Mapping[str, ApplicationProps],
        models: LocalModels,
        after: Sequence[TerraformResource],
    ) -> None:
        super().__init__(scope, id)
        policy, secrets = context.policy, context.secrets
        realm = context.declaration.realm
        self.by_name: dict[str, Application] = {}
        for name, application in applications.items():
            parent = Construct(self, name)
            client = _create_client(parent, models, name, application, realm=realm, after=after)
            uuid: str = client.id
            self.by_name[name] = Application(client_id=name, client_uuid=uuid)
            if application.type == "confidential":
                set_client_secret(
                    client,
                    secrets.client_secret(name),
                    version=str(application.secret_rotation),
                    write_only=secrets.write_only,
                )
            default_scopes = OpenidClientDefaultScopes(
                parent,
                "DefaultScopes",
                realm_id=models.realm_id,
                client_id=uuid,
                default_scopes=[*PERSON_SCOPES, *models.token_scopes],
            )
            OpenidClientOptionalScopes(
                parent,
                "OptionalScopes",
                realm_id=models.realm_id,
                client_id=uuid,
                optional_scopes=[
                    *PROFILE_SCOPES,
                    *_offline(application),
                    *map(models.scope, policy.application_scopes(name)),
                ],
                # A new client has `profile` among its default scopes: until it is taken out there, it is refused here.
                depends_on=[default_scopes],
            )
            claim_client_id(parent, realm_id=models.realm_id, client_uuid=uuid, client_id=name)
            if application.groups_claim:
                claim_groups(parent, realm=realm, realm_id=models.realm_id, client_uuid=uuid)
            if application.renamed_from:
                move_construct(parent, application.renamed_from)


def _lightweight(application: ApplicationProps) -> dict[str, str]:
    # Keycloak's userinfo endpoint refuses lightweight tokens. What ours hold beyond that is bounded all the same: the
    # client has no scope whose claims grow with grants.
    return {LIGHTWEIGHT: "false"} if application.userinfo else {}


def _offline(application: ApplicationProps) -> tuple[str, ...]:
    return (OFFLINE_ACCESS,) if application.offline_access else ()


def _create_client(
    scope: Construct,
    models: LocalModels,
    name: str,
    application: ApplicationProps,
    *,
    realm: RealmProps,
    after: Sequence[TerraformResource],
) -> OpenidClient:
    client = OpenidClient(
        scope,
        "Client",
        realm_id=models.realm_id,
        client_id=name,
        name=name,
        enabled=True,
        access_type=application.type.upper(),
        standard_flow_enabled=True,
        implicit_flow_enabled=False,
        direct_access_grants_enabled=False,
        service_accounts_enabled=False,
        oauth2_device_authorization_grant_enabled=False,
        pkce_code_challenge_method="S256",
        full_scope_allowed=False,
        consent_required=application.consent,
        display_on_consent_screen=application.consent,
        use_refresh_tokens=True,
        use_refresh_tokens_client_credentials=False,
        valid_redirect_uris=list(application.redirect_uris),
        valid_post_logout_redirect_uris=list(application.post_logout_redirect_uris),
        web_origins=list(application.web_origins),
        extra_config={
            **access_token_settings(realm),
            **_lightweight(application),
            "request.object.signature.alg": REQUEST_OBJECT_ALGORITHM,
            # Written out when off as well: a key that is left out keeps its last value on the server.
            "require.pushed.authorization.requests": str(application.pushed_requests).lower(),
        },
        **lifespan_arguments(application.lifespans, realm.lifespans),
        # Of no effect where it may not ask for them; left out, those of before would stay.
        **offline_arguments(application.lifespans, realm.lifespans),
        depends_on=list(after),
    )
    # Missing in bindings from a trimmed schema; never empty: provider 4.5.0 keeps a text that is taken out.
    client.add_override("description", application.description or _DESCRIPTION)
    return client

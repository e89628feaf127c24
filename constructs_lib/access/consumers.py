"""Machine clients of one team: client, scopes and roles for each, by `for_each`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.access.consumer import Consumer, MachineClient
from constructs_lib.access.token_exchange import allow_exchange, exchange_settings
from constructs_lib.cdk import TerraformLocal, Token
from constructs_lib.cdk.keycloak import OpenidClient, OpenidClientDefaultScopes, OpenidClientOptionalScopes, UserRoles
from constructs_lib.declaration.consumer_auth import authenticator, credential_settings, dpop_settings
from constructs_lib.declaration.props import SecretAuth
from constructs_lib.declaration.token_settings import MACHINE_SCOPES, access_token_settings
from constructs_lib.terraform.client_lifespans import client_seconds
from constructs_lib.terraform.moves import move_keys
from constructs_lib.terraform.secret_storage import set_client_secret
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import ConsumerProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.local_models import LocalModels
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["Consumers"]

_DESCRIPTION = "A machine that calls models"


class Consumers(Construct):
    """Clients that may do nothing but ask for tokens of their own, with the client credentials grant.

    Roles go to the service account in one resource a consumer, whatever the number of its grants.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: What they may do, the source of the secrets of those that have one, and the realm's lifespans.
        consumers: Consumers by `client_id`.
        models: The models layer.
        after: What comes before the clients.

    Attributes:
        by_name: The consumers by name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        context: Context,
        consumers: Mapping[str, ConsumerProps],
        models: LocalModels,
        after: Sequence[TerraformResource],
    ) -> None:
        super().__init__(scope, id)
        policy, features = context.policy, context.features
        lifespans = context.declaration.realm.lifespans
        declared = {
            client_id: consumer for name, consumer in consumers.items() for client_id in consumer.client_ids(name)
        }
        entries = TerraformMap(
            self,
            "Consumers",
            {
                client_id: {
                    # Never empty: provider 4.5.0 keeps a text that is taken out, and sees no change.
                    "description": consumer.description or _DESCRIPTION,
                    "authenticator": authenticator(consumer.auth),
                    "settings": credential_settings(consumer.auth)
                    | dpop_settings(dpop=consumer.dpop, features=features)
                    | exchange_settings(consumer, features),
                    "dpop": bool(consumer.dpop) if features.dpop_argument else None,
                    "lifespan": client_seconds(consumer.access_token_lifespan, lifespans.access_token),
                }
                for client_id, consumer in declared.items()
            },
        )
        # Terraform goes through the whole table for each instance that is made from it: those of lists are short.
        scopes = {
            client_id: {"scopes": list(policy.consumer_scopes(consumer))} for client_id, consumer in declared.items()
        }
        roles = {
            client_id: {"roles": list(policy.roles(consumer.grants, every_model=consumer.every_model))}
            for client_id, consumer in declared.items()
        }
        with_scopes, with_roles = TerraformMap(self, "ScopesOf", scopes), TerraformMap(self, "RolesOf", roles)
        client = self._create_client(models, after, access_token_settings(context.declaration.realm))
        if features.dpop_argument:  # written out when off as well: left out, what was declared once would stay
            client.add_override("require_dpop_bound_tokens", "${each.value.dpop}")
        self._set_secrets(client, consumers, context.secrets)
        clients = entries.create_for_each(client)
        self.by_name = {
            name: Consumer(
                name, tuple(MachineClient(client_id, clients, self) for client_id in consumer.client_ids(name))
            )
            for name, consumer in consumers.items()
        }
        default_scopes = OpenidClientDefaultScopes(
            self,
            "DefaultScopes",
            realm_id=models.realm_id,
            client_id=clients.of_key("id"),
            default_scopes=[*MACHINE_SCOPES, *models.token_scopes],
        )
        resources = [clients.address, with_scopes.create_for_each(default_scopes).address]
        optional_scopes = OpenidClientOptionalScopes(
            self,
            "OptionalScopes",
            realm_id=models.realm_id,
            client_id=clients.of_key("id"),
            optional_scopes=models.scopes_of_each("scopes"),
        )
        resources.append(with_scopes.create_for_each(optional_scopes).address)
        user_roles = UserRoles(
            self,
            "Roles",
            realm_id=models.realm_id,
            user_id=clients.of_key("service_account_user_id"),
            role_ids=models.role_ids_of_each("roles"),
            exhaustive=False,
        )
        resources.append(with_roles.create_for_each(user_roles).address)
        resources += allow_exchange(
            self,
            client,
            clients,
            realm_id=models.realm_id,
            client_ids=[client_id for client_id, consumer in declared.items() if consumer.exchange],
            actors=[
                client_id
                for client_id, consumer in declared.items()
                if consumer.exchange and consumer.exchange.delegation
            ],
            features=features,
        )
        former = {
            client_id: before
            for name, consumer in consumers.items()
            if consumer.renamed_from
            for client_id, before in zip(
                consumer.client_ids(name), consumer.client_ids(consumer.renamed_from), strict=True
            )
        }
        move_keys(self, resources, former)

    def _set_secrets(self, client: OpenidClient, consumers: Mapping[str, ConsumerProps], secrets: SecretSource) -> None:
        versions = {
            client_id: str(consumer.auth.secret_rotation)
            for name, consumer in consumers.items()
            if isinstance(consumer.auth, SecretAuth)
            for client_id in consumer.client_ids(name)
        }
        if not versions:
            return
        values = TerraformLocal(self, "Secrets", {name: secrets.client_secret(name) for name in versions})
        set_client_secret(
            client,
            _of_each(values),
            version=_of_each(TerraformLocal(self, "SecretVersions", versions)) if secrets.write_only else "",
            write_only=secrets.write_only,
        )

    def _create_client(
        self, models: LocalModels, after: Sequence[TerraformResource], token_settings: Mapping[str, str]
    ) -> OpenidClient:
        settings = ", ".join(f'"{key}" = "{value}"' for key, value in token_settings.items())
        client = OpenidClient(
            self,
            "Client",
            realm_id=models.realm_id,
            client_id="${each.key}",
            name="${each.key}",
            enabled=True,
            access_type="CONFIDENTIAL",
            client_authenticator_type="${each.value.authenticator}",
            access_token_lifespan='${lookup(each.value, "lifespan", null)}',  # noqa: S106 - a lifespan
            standard_flow_enabled=False,
            implicit_flow_enabled=False,
            direct_access_grants_enabled=False,
            service_accounts_enabled=True,
            oauth2_device_authorization_grant_enabled=False,
            pkce_code_challenge_method="S256",
            full_scope_allowed=False,
            use_refresh_tokens=True,
            use_refresh_tokens_client_credentials=False,
            extra_config=Token.as_string_map(f"${{merge({{{settings}}}, each.value.settings)}}"),
            depends_on=list(after),
        )
        client.add_override("description", "${each.value.description}")  # missing in bindings from a trimmed schema
        return client


def _of_each(values: TerraformLocal) -> str:
    """Return the value for each client, null where it has none."""
    return f"${{try(local.{values.friendly_unique_id}[each.key], null)}}"

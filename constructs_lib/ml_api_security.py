"""The map: an ML serving API behind Keycloak, in three layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from constructs import Construct

from constructs_lib.access.access_layer import AccessLayer
from constructs_lib.cdk import TerraformStack
from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.group_origins import group_origins
from constructs_lib.declaration.props import Declaration
from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.models.models_layer import ModelsLayer
from constructs_lib.realm.realm_layer import RealmLayer
from constructs_lib.terraform.secret_storage import writes_secrets_only
from constructs_lib.terraform.secrets import SecretSource, SecretVariables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import (
        ApiProps,
        ApplicationProps,
        ConsumerProps,
        FederationProps,
        Grants,
        IdentityProviderProps,
        ModelProps,
        PersonProps,
        RealmProps,
        SecondFactor,
        WorkloadIssuerProps,
    )

__all__ = ["MlApiSecurity"]


class MlApiSecurity(Construct):
    """A realm, its models, and all who may call them, in one stack.

    Args:
        scope: A stack, or a construct below one, that has a `KeycloakProvider`.
        id: Construct id.
        realm: The realm.
        api: The serving API.
        models: Served models by name.
        consumers: Machine clients by `client_id`.
        groups: Groups of people by name, each with its grants.
        second_factor: Groups whose members log in with a second factor, by name.
        people: Local accounts by username.
        applications: Applications that log people in, by `client_id`.
        workload_issuers: Issuers of tokens that consumers authenticate with, by name.
        federation: Directories whose people log in with its passwords, by name.
        identity_providers: Identity providers that people log in through, by alias.
        external_people: Something else puts people into groups, so that a group may have no member declared here.
        secret_storage: Whether clients' secrets stand in Terraform's state: `write_only` or `state`; left out, they do
            not wherever provider and Terraform can do without.
        secrets: Where secrets come from; defaults to sensitive variables of the stack.
        features: What the provider can do; defaults to the one that Terraform uses here.

    Attributes:
        realm: The realm; `realm.id` is what other provider resources take as `realm_id`.
        api_client: The API's client; `api_client.uuid` is its internal id.
        access_role: The role that grants every model.
        groups: The groups by name.
        people: The people by username.
        federation: The directories by name.
        identity_providers: The identity providers by alias.
        policy: Who may call what.

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
        models: Mapping[str, ModelProps] | None = None,
        consumers: Mapping[str, ConsumerProps] | None = None,
        groups: Mapping[str, Grants] | None = None,
        second_factor: Mapping[str, SecondFactor] | None = None,
        people: Mapping[str, PersonProps] | None = None,
        applications: Mapping[str, ApplicationProps] | None = None,
        workload_issuers: Mapping[str, WorkloadIssuerProps] | None = None,
        federation: Mapping[str, FederationProps] | None = None,
        identity_providers: Mapping[str, IdentityProviderProps] | None = None,
        external_people: bool = False,
        secret_storage: Literal["write_only", "state"] | None = None,
        secrets: SecretSource | None = None,
        features: ProviderFeatures | None = None,
    ) -> None:
        super().__init__(scope, id)
        declaration = Declaration(
            realm=realm,
            api=api,
            models=dict(models or {}),
            consumers=dict(consumers or {}),
            groups=dict(groups or {}),
            second_factor=dict(second_factor or {}),
            people=dict(people or {}),
            applications=dict(applications or {}),
            workload_issuers=dict(workload_issuers or {}),
            federation=dict(federation or {}),
            identity_providers=dict(identity_providers or {}),
            external_people=external_people,
            secret_storage=secret_storage,
        )
        features = features or ProviderFeatures.resolved()
        check_declaration(declaration, features=features)
        source = secrets or SecretVariables(
            TerraformStack.of(self), write_only=writes_secrets_only(declaration, features)
        )
        self.policy = AccessPolicy(declaration)

        realm_layer = RealmLayer(self, "Realm", declaration=declaration, secrets=source, features=features)
        models_layer = ModelsLayer(self, "Models", declaration=declaration, realm=realm_layer.reference)
        access_layer = AccessLayer(
            self,
            "Access",
            access=declaration.shared,
            policy=self.policy,
            models=models_layer.reference,
            secrets=source,
            features=features,
            settings=realm,
            origins=group_origins(declaration),
            sources=realm_layer.people_sources,
        )

        self.realm = realm_layer.realm
        self.api_client = realm_layer.api_client
        self.access_role = realm_layer.access_role
        self.groups = access_layer.groups
        self.people = access_layer.people
        self.federation = realm_layer.federation
        self.identity_providers = realm_layer.identity_providers

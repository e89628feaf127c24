"""The map: an ML serving API behind Keycloak, in three layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from constructs import Construct

from constructs_lib.access.access_layer import AccessLayer
from constructs_lib.access.team_layers import team_layers
from constructs_lib.cdk import TerraformStack
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import SOLE_API, Declaration
from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.models.models_layer import ModelsLayer
from constructs_lib.realm.realm_layer import RealmLayer
from constructs_lib.terraform.context import Context
from constructs_lib.terraform.emitting import emitting
from constructs_lib.terraform.handles import Handles
from constructs_lib.terraform.secrets import SecretSource, SecretVariables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import (
        AccessRuleProps,
        ApiProps,
        ApplicationProps,
        ConsumerProps,
        FederationProps,
        Grants,
        IdentityProviderProps,
        ModelProps,
        NamedApiProps,
        PersonProps,
        RealmProps,
        SecondFactor,
        WorkloadIssuerProps,
    )
    from constructs_lib.realm.access_role import AccessRole
    from constructs_lib.realm.api_client import ApiClient

__all__ = ["MlApiSecurity"]

_Handle = TypeVar("_Handle")


class MlApiSecurity(Construct):
    """A realm, its models, and all who may call them, in one stack.

    Args:
        scope: A stack, or a construct below one, that has a `KeycloakProvider`.
        id: Construct id.
        realm: The realm.
        api: The serving API, where there is one.
        apis: Several serving APIs by name, in place of `api`: a token is for those whose scopes it was asked for.
        models: Served models by name.
        consumers: Machine clients by `client_id`.
        groups: Groups of people by name, each with its grants.
        renamed_groups: Names of groups before, by their names.
        second_factor: Groups whose members log in with a second factor, by name.
        people: Local accounts by username.
        applications: Applications that log people in, by `client_id`.
        workload_issuers: Issuers of tokens that consumers authenticate with, by name.
        federation: Directories whose people log in with its passwords, by name.
        identity_providers: Identity providers that people log in through, by alias.
        external_people: Something else puts people into groups, so that a group may have no member declared here.
        access_rules: Rules about who may do what, by name, which every grant keeps.
        secret_storage: Whether clients' secrets stand in Terraform's state: `write_only` or `state`; left out, they do
            not wherever `features` says that provider and Terraform can do without.
        secrets: Where secrets come from; defaults to sensitive variables of the stack.
        features: What the provider and Terraform can do; defaults to what all accepted versions can, 4.5.0 and later.
        keycloak_url: Public base URL of Keycloak, or a token of it: what `endpoints` start with.
        protected: Terraform refuses to destroy, or to replace, the realm (`prevent_destroy`).

    Attributes:
        realm: The realm; `realm.id` is what other provider resources take as `realm_id`.
        apis: The APIs by name, each with its `client` and `access_role`; that of `api` is called `api`.
        models: The models by name; `models["…"].role_id("predict")` is a role's id.
        consumers: The consumers by name, with `client_uuid` and `service_account_user_id`.
        applications: The applications by `client_id`, with `client_uuid`.
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
        api: ApiProps | None = None,
        apis: Mapping[str, NamedApiProps] | None = None,
        models: Mapping[str, ModelProps] | None = None,
        consumers: Mapping[str, ConsumerProps] | None = None,
        groups: Mapping[str, Grants] | None = None,
        renamed_groups: Mapping[str, str] | None = None,
        second_factor: Mapping[str, SecondFactor] | None = None,
        people: Mapping[str, PersonProps] | None = None,
        applications: Mapping[str, ApplicationProps] | None = None,
        workload_issuers: Mapping[str, WorkloadIssuerProps] | None = None,
        federation: Mapping[str, FederationProps] | None = None,
        identity_providers: Mapping[str, IdentityProviderProps] | None = None,
        external_people: bool = False,
        access_rules: Mapping[str, AccessRuleProps] | None = None,
        secret_storage: Literal["write_only", "state"] | None = None,
        secrets: SecretSource | None = None,
        features: ProviderFeatures | None = None,
        keycloak_url: str | None = None,
        protected: bool = False,
    ) -> None:
        declaration = Declaration(
            realm=realm,
            api=api,
            apis=dict(apis or {}),
            models=dict(models or {}),
            consumers=dict(consumers or {}),
            groups=dict(groups or {}),
            renamed_groups=dict(renamed_groups or {}),
            second_factor=dict(second_factor or {}),
            people=dict(people or {}),
            applications=dict(applications or {}),
            workload_issuers=dict(workload_issuers or {}),
            federation=dict(federation or {}),
            identity_providers=dict(identity_providers or {}),
            external_people=external_people,
            access_rules=dict(access_rules or {}),
            secret_storage=secret_storage,
        )
        checked = CheckedDeclaration(declaration, features or ProviderFeatures())
        super().__init__(scope, id)
        with emitting(TerraformStack.of(self)):
            self._create(checked, secrets, keycloak_url, protected=protected)

    @classmethod
    def from_declaration(
        cls,
        scope: Construct,
        id: str,
        declaration: Declaration | CheckedDeclaration[Declaration],
        *,
        secrets: SecretSource | None = None,
        features: ProviderFeatures | None = None,
        keycloak_url: str | None = None,
        protected: bool = False,
    ) -> MlApiSecurity:
        """Create all that a declaration says, its teams too: what the keyword arguments would say one by one.

        Args:
            scope: A stack, or a construct below one, that has a `KeycloakProvider`.
            id: Construct id.
            declaration: What to create. One that was checked is not checked again, and says itself what the provider
                can do.
            secrets: Where secrets come from; defaults to sensitive variables of the stack.
            features: What the provider and Terraform can do; defaults to what all accepted versions can.
            keycloak_url: Public base URL of Keycloak, or a token of it: what `endpoints` start with.
            protected: Terraform refuses to destroy, or to replace, the realm.

        Raises:
            DeclarationError: The declaration contradicts itself; one line a finding.
            ValueError: `features` are given for a declaration that was checked for others.
        """
        return _Declared(
            scope,
            id,
            declaration,
            secrets=secrets,
            features=features,
            keycloak_url=keycloak_url,
            protected=protected,
        )

    @property
    def api_client(self) -> ApiClient:
        """The only API's client; `api_client.uuid` is its internal id.

        Raises:
            UnknownNameError: There are several: `apis["…"].client` is that of one.
        """
        return self.apis[SOLE_API].client

    @property
    def access_role(self) -> AccessRole:
        """The role that grants every model of the only API.

        Raises:
            UnknownNameError: There are several: `apis["…"].access_role` is that of one.
        """
        return self.apis[SOLE_API].access_role

    @property
    def endpoints(self) -> RealmEndpoints:
        """The realm's public URLs.

        Raises:
            ValueError: Nobody said where Keycloak is.
        """
        if self._keycloak_url is None:
            raise ValueError(
                f"realm '{self._context.declaration.realm.name}': its endpoints start with Keycloak's public URL: "
                "pass keycloak_url to MlApiSecurity"
            )
        return RealmEndpoints(self._keycloak_url.rstrip("/"), self.realm.name)

    def _create(
        self,
        checked: CheckedDeclaration[Declaration],
        secrets: SecretSource | None,
        keycloak_url: str | None,
        *,
        protected: bool,
    ) -> None:
        source = secrets or SecretVariables(TerraformStack.of(self), write_only=checked.writes_secrets_only)
        context = self._context = Context(checked, source, protected=protected)
        self._keycloak_url = keycloak_url
        realm_layer = RealmLayer(self, "Realm", context=context)
        models_layer = ModelsLayer(self, "Models", context=context, realm=realm_layer.reference)
        models, sources = models_layer.reference, realm_layer.people_sources
        shared = checked.declaration.shared
        access_layer = AccessLayer(self, "Access", context=context, access=shared, models=models, sources=sources)
        teams = team_layers(
            Construct(self, "Teams"), context=context, models=models, sources=sources, shared=access_layer
        )
        layers = [access_layer, *teams]

        self.policy = context.policy
        self.realm = realm_layer.realm
        self.apis = self._handles("API", realm_layer.apis)
        self.models = self._handles("model", models_layer.models)
        self.groups = self._handles("group", *(layer.groups for layer in layers))
        self.people = self._handles("person", *(layer.people for layer in layers))
        self.consumers = self._handles("consumer", *(layer.consumers for layer in layers))
        self.applications = self._handles("application", *(layer.applications for layer in layers))
        self.federation = self._handles("directory", realm_layer.federation)
        self.identity_providers = self._handles("identity provider", realm_layer.identity_providers)

    def _handles(self, kind: str, *parts: Mapping[str, _Handle]) -> Handles[_Handle]:
        subject = f"realm '{self._context.declaration.realm.name}'"
        return Handles(subject, kind, {name: handle for part in parts for name, handle in part.items()})


class _Declared(MlApiSecurity):
    """What `from_declaration` creates: a class of its own, since the CDK's runtime hooks into calls of classes."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        declaration: Declaration | CheckedDeclaration[Declaration],
        *,
        secrets: SecretSource | None,
        features: ProviderFeatures | None,
        keycloak_url: str | None,
        protected: bool,
    ) -> None:
        checked = CheckedDeclaration.of(declaration, features)
        Construct.__init__(self, scope, id)
        with emitting(TerraformStack.of(self)):
            self._create(checked, secrets, keycloak_url, protected=protected)

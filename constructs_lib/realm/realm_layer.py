"""The realm with all that models and their callers stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformStack
from constructs_lib.cdk.keycloak import Role
from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.declared import declare_in
from constructs_lib.declaration.login_steps import AfterPassword
from constructs_lib.realm.access_token_scope import AccessTokenScope
from constructs_lib.realm.broker_login_flow import BrokerLoginFlow, LaterLoginFlow
from constructs_lib.realm.built_in_clients import BuiltInClients
from constructs_lib.realm.client_policies import ClientPolicies
from constructs_lib.realm.client_registration import ClientRegistration
from constructs_lib.realm.compatibility import Compatibility
from constructs_lib.realm.default_roles import DefaultRoles
from constructs_lib.realm.identity_broker import IdentityBroker
from constructs_lib.realm.joined_realm import JoinedRealm
from constructs_lib.realm.login_bindings import LoginBindings
from constructs_lib.realm.new_clients import NewClients
from constructs_lib.realm.parent_group import parent_group_id
from constructs_lib.realm.second_factor import SecondFactor
from constructs_lib.realm.secured_api import SecuredApi
from constructs_lib.realm.secured_realm import SecuredRealm
from constructs_lib.realm.user_federation import UserFederation
from constructs_lib.realm.workload_issuer import WorkloadIssuer
from constructs_lib.terraform.api_parents import api_parents, move_apis
from constructs_lib.terraform.emitting import emitted
from constructs_lib.terraform.order import after_all, goes_last, predecessors_first
from constructs_lib.terraform.references import ApiReference, PeopleSources, RealmReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.realm.any_realm import AnyRealm
    from constructs_lib.terraform.context import Context

__all__ = ["RealmLayer"]


class RealmLayer(Construct):
    """The realm, each API's client and the role that grants every model of it, and those who say who somebody is.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: What to create, where secrets come from, and what the provider can do.

    Attributes:
        realm: The realm.
        apis: The APIs by name, each with its client and its access role; that of `api` is called `api`.
        federation: The directories by name.
        identity_providers: The identity providers by alias.
        reference: What the models layer needs.
        people_sources: What the access layer needs of directories and identity providers.
    """

    @emitted
    def __init__(self, scope: Construct, id: str, *, context: Context) -> None:
        super().__init__(scope, id)
        declare_in(TerraformStack.of(self), context.checked)
        declaration = context.declaration
        own = None if declaration.realm.is_joined else SecuredRealm(self, "Realm", context=context)
        self.realm: AnyRealm = own or JoinedRealm(self, "Realm", context=context)
        policies = (
            ClientPolicies(self, "ClientPolicies", realm=own, declaration=declaration)
            if own and context.features.client_policies and declaration.realm.client_policies
            else None
        )
        token_scope = AccessTokenScope(self, "AccessTokenScope", realm=self.realm, context=context)
        compatibility = Compatibility(self, "Compatibility", realm=self.realm, context=context)
        token_scopes = (token_scope.name, *compatibility.scopes)
        self.apis = self._create_apis(context, token_scopes, policies)
        self.federation: dict[str, UserFederation] = {}
        self.identity_providers: dict[str, IdentityBroker] = {}
        self.people_sources = PeopleSources()
        roles = self._create_logins(own, context) if own else {}
        realm_id = self._settled_id(context, policies, token_scope) if own else self.realm.id
        self.reference = RealmReference(
            realm_id=realm_id,
            apis={
                name: ApiReference(api.client.uuid, api.access_role.id, api.access_role.scope)
                for name, api in self.apis.items()
            },
            token_scopes=token_scopes,
            login_role_ids={name: role.id for name, role in roles.items()},
            parent_group_id=parent_group_id(self, realm_id, context),
        )

    def _create_logins(self, realm: SecuredRealm, context: Context) -> dict[str, Role]:
        """Create what decides who somebody is, in a realm of ours; and take back what Keycloak gives everybody.

        Returns:
            Roles that decide how their holders log in, by name.
        """
        declaration, secrets = context.declaration, context.secrets
        freed = self._free_aliases(declaration)
        issuers = Construct(self, "WorkloadIssuers")
        workloads = [
            WorkloadIssuer(issuers, name, realm=realm, alias=name, props=issuer, freed=freed)
            for name, issuer in declaration.workload_issuers.items()
        ]
        directories = Construct(self, "Federation")
        self.federation = {
            name: UserFederation(directories, name, realm=realm, name=name, props=directory, secrets=secrets)
            for name, directory in declaration.federation.items()
        }
        after_password = AfterPassword.of(declaration)
        roles = self._create_login_roles(realm, after_password)
        self.identity_providers = self._create_brokers(realm, context, freed, after_password, roles)
        sources = [
            *(issuer.provider for issuer in workloads),
            *(broker.provider for broker in self.identity_providers.values()),
        ]
        self.people_sources = PeopleSources(
            directories={name: directory.id for name, directory in self.federation.items()},
            brokers={name: broker.alias for name, broker in self.identity_providers.items()},
            settled=after_all(self, "SourcesSettled", sources) if sources else None,
        )
        LoginBindings(
            self,
            "LoginBindings",
            realm=realm,
            after_password=after_password,
            forgotten_passwords=declaration.realm.login.reset_password or after_password.second_factor,
            roles=list(roles.values()),
            features=context.features,
        )
        BuiltInClients(self, "BuiltInClients", realm=realm)
        DefaultRoles(self, "DefaultRoles", realm=realm, context=context)
        return roles

    def _create_apis(
        self, context: Context, token_scopes: Sequence[str], policies: ClientPolicies | None
    ) -> dict[str, SecuredApi]:
        """Create the API of `api` in this layer itself, or each of `apis` below its name."""
        declaration = context.declaration
        parents = api_parents(self, declaration)
        found = {
            name: SecuredApi.create(
                parents[name],
                realm=self.realm,
                props=api,
                token_scopes=token_scopes,
                context=context,
                policies=policies,
            )
            for name, api in declaration.every_api.items()
        }
        move_apis(self, declaration, parents)
        return found

    def _settled_id(self, context: Context, policies: ClientPolicies | None, token_scope: AccessTokenScope) -> str:
        """Clients are made and changed when the realm's policies let them, and when it gives them nothing unasked."""
        realm_id = policies.realm_id if policies else self.realm.id
        declaration = context.declaration
        if not context.features.new_client_scopes:
            return realm_id
        registration, after = declaration.realm.client_registration, []
        if registration:
            ClientRegistration(self, "ClientRegistration", realm_id=realm_id, props=registration)
            after = [token_scope.client_scope]
        return NewClients(self, "NewClients", realm_id=realm_id, declaration=declaration, after=after).realm_id

    def _free_aliases(self, declaration: Declaration) -> TerraformResource:
        """Issuers of workloads' tokens, too, are identity providers of Keycloak, which have one alias each."""
        issuers = {name: f"workload issuer, {issuer.type}" for name, issuer in declaration.workload_issuers.items()}
        brokers = {alias: provider.type for alias, provider in declaration.identity_providers.items()}
        return predecessors_first(self, "Aliases", issuers | brokers)

    def _create_login_roles(self, realm: SecuredRealm, after_password: AfterPassword) -> dict[str, Role]:
        roles = dict(SecondFactor(self, "SecondFactor", realm=realm).roles) if after_password.second_factor else {}
        if after_password.brokers:
            roles[BROKERED_ROLE] = Role(
                self, "BrokeredPeople", realm_id=realm.id, name=BROKERED_ROLE, lifecycle=goes_last()
            )
        return roles

    def _create_brokers(
        self,
        realm: SecuredRealm,
        context: Context,
        freed: TerraformResource,
        after_password: AfterPassword,
        roles: dict[str, Role],
    ) -> dict[str, IdentityBroker]:
        providers = context.declaration.identity_providers
        brokers = Construct(self, "IdentityProviders")
        flows = {
            kind: BrokerLoginFlow(
                brokers,
                # Another flow, which providers go over to: while the steps of one change, it would ask for less.
                f"FirstLogin-{kind}-{after_password.name}",
                realm_id=realm.id,
                first_login=kind,
                after_password=after_password,
                features=context.features,
            )
            for kind in sorted({provider.first_login for provider in providers.values()})
        }
        later = (
            LaterLoginFlow(
                brokers,
                f"LaterLogin-{after_password.name}",
                realm_id=realm.id,
                after_password=after_password,
                features=context.features,
            )
            if providers and after_password.second_factor
            else None
        )
        return {
            alias: IdentityBroker(
                brokers,
                alias,
                realm=realm,
                alias=alias,
                props=provider,
                flow=flows[provider.first_login],
                later=later,
                role=roles[BROKERED_ROLE],
                secrets=context.secrets,
                freed=freed,
            )
            for alias, provider in providers.items()
        }

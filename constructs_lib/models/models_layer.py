"""Models: a client role and a gating client scope for each model and action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformLocal
from constructs_lib.cdk.keycloak import GenericRoleMapper, OpenidClientScope, Role
from constructs_lib.declaration.client_registration import registered_scopes
from constructs_lib.declaration.props import SOLE_API
from constructs_lib.models.api_audiences import ApiAudiences
from constructs_lib.models.exchange_scopes import ExchangeScopes
from constructs_lib.models.model import Model
from constructs_lib.terraform.api_parents import api_parents, move_apis
from constructs_lib.terraform.emitting import emitted
from constructs_lib.terraform.moves import move_keys
from constructs_lib.terraform.new_client_scopes import new_clients_get
from constructs_lib.terraform.order import goes_last
from constructs_lib.terraform.references import ModelsReference, RealmReference
from constructs_lib.terraform.scope_metadata import set_scope_metadata
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.terraform.context import Context

__all__ = ["ModelsLayer"]


class ModelsLayer(Construct):
    """Client roles `<model>:<action>`, or those bound to actions, gated by client scopes `model.<model>.<action>`.

    A token holds a role where its holder was granted it and the client asked for its scope: tokens stay small,
    whatever the number of grants.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Declares the models, and who may call them.
        realm: The realm layer, in this stack or another.

    Attributes:
        reference: What the access layer needs.
        models: The models by name.
    """

    @emitted
    def __init__(self, scope: Construct, id: str, *, context: Context, realm: RealmReference) -> None:
        super().__init__(scope, id)
        declaration, policy = context.declaration, context.policy
        access_roles = policy.served.access_roles.items()
        access_role = TerraformLocal(
            self, "AccessRole", {role: realm.apis[api].access_role_id for api, role in access_roles}
        )
        access_scope = TerraformLocal(
            self, "AccessScope", {role: realm.apis[api].access_scope for api, role in access_roles}
        )
        role_maps, scope_maps = [_local(access_role)], [_local(access_scope)]
        if realm.login_role_ids:
            role_maps.append(_local(TerraformLocal(self, "SecondFactor", dict(realm.login_role_ids))))
        if policy.model_actions:
            roles, scopes = self._create_roles(context, realm)
            role_maps += [
                # Grants name roles: by their keys, unless some role has a name of its own.
                f"{{for key, role in {roles} : {'role.name' if policy.names.has_bound else 'key'} => role.id}}",
                self._create_composites(declaration, policy, realm, roles),
            ]
            scope_maps.append(_names_of(scopes))
        if policy.exchanging:
            scope_maps.append(_names_of(ExchangeScopes(self, "Exchange", context=context, realm=realm).address))
        self.reference = ModelsReference(
            realm_id=realm.realm_id,
            token_scopes=realm.token_scopes,
            role_ids=TerraformLocal(self, "RoleIds", f"${{merge({', '.join(role_maps)})}}").as_string,
            scopes=TerraformLocal(self, "Scopes", f"${{merge({', '.join(scope_maps)})}}").as_string,
            parent_group_id=realm.parent_group_id,
        )
        self.models = {
            name: Model(
                name, {action: props.pair(name, action) for action in props.actions}, self.reference, policy.names
            )
            for name, props in declaration.models.items()
        }

    def _create_roles(self, context: Context, realm: RealmReference) -> tuple[str, str]:
        declaration, policy = context.declaration, context.policy
        actions = TerraformMap(
            self,
            "ModelActions",
            {
                pair.key: {
                    **({"role": pair.role} if policy.names.has_bound else {}),
                    "action": pair.action,
                    "scope": policy.scopes_of(pair)[0],
                    "description": declaration.models[pair.model].description or f"{pair.action} with {pair.model}",
                    "consent": _consent_text(pair, declaration),
                    **({"api": policy.served.api_of(pair.model)} if declaration.apis else {}),
                }
                for pair in policy.model_actions
            },
        )
        role = Role(
            self,
            "Role",
            realm_id=realm.realm_id,
            client_id=self._client_of_each(declaration, realm),
            name="${each.value.role}" if policy.names.has_bound else "${each.key}",
            lifecycle=goes_last(),
        )
        role.add_override("description", "${each.value.description}")  # missing in bindings from a trimmed schema
        gates = self._gates(context, actions)
        client_scope = OpenidClientScope(
            self,
            "Scope",
            realm_id=realm.realm_id,
            name="${each.value.scope}",
            include_in_token_scope=True,
            consent_screen_text="${each.value.consent}",
            lifecycle=goes_last(),
        )
        set_scope_metadata(client_scope, context)
        roles, scopes = actions.create_for_each(role), gates.create_for_each(client_scope)
        gate = GenericRoleMapper(
            self,
            "Gate",
            realm_id=realm.realm_id,
            client_scope_id=scopes.of_key("id"),
            role_id=roles.of_key("id") if gates is actions else roles.of_field("role", "id"),
        )
        gates.create_for_each(gate)
        if registered := registered_scopes(policy, declaration):
            new_clients_get(self, "optional", registered, realm_id=realm.realm_id, after=[client_scope])
        if declaration.apis:
            ApiAudiences(self, "Audiences", policy=policy, scopes=scopes, realm_id=realm.realm_id)
        move_keys(self, [roles.address], _former_keys(policy))
        return roles.address, scopes.address

    def _client_of_each(self, declaration: Declaration, realm: RealmReference) -> str:
        """Return the internal id of the client that has each role: of several APIs the one that serves the model."""
        if not declaration.apis:
            return realm.apis[SOLE_API].client_uuid
        clients = TerraformLocal(self, "ApiClients", {name: api.client_uuid for name, api in realm.apis.items()})
        return f"${{{_local(clients)}[each.value.api]}}"

    def _gates(self, context: Context, actions: TerraformMap) -> TerraformMap:
        """Return what client scopes are made from: the actions, and those of renamed models by both names.

        A scope that were renamed in place would refuse who asks by its former name: two of them gate one role, until
        nobody says `renamed_from` any more.
        """
        policy, models = context.policy, context.declaration.models
        if not any(props.renamed_from for props in models.values()):
            return actions
        return TerraformMap(
            self,
            "Gates",
            {
                each.key: {
                    "role": pair.key,
                    "scope": scope,
                    "consent": _consent_text(pair, context.declaration),
                }
                for pair in policy.model_actions
                for each, scope in zip(policy.names.of(pair), policy.names.scopes(pair), strict=True)
            },
        )

    def _create_composites(
        self, declaration: Declaration, policy: AccessPolicy, realm: RealmReference, roles: str
    ) -> str:
        """Create the roles behind `*`, of each API its own: a new model joins them, and no grant changes."""
        entries, parents, served = [], api_parents(self, declaration), policy.served
        for (api, action), name in served.wide_roles.items():
            members = [f'{roles}["{pair.key}"].id' for pair in served.behind(api) if pair.action == action]
            composite = Role(
                parents[api],
                f"EveryModel-{action}",
                realm_id=realm.realm_id,
                client_id=realm.apis[api].client_uuid,
                name=name,
                composite_roles=[f"${{{member}}}" for member in members],
                lifecycle=goes_last(),
            )
            what = f"every model of {api}" if declaration.apis else "every model"
            composite.add_override("description", f"{action} with {what}")
            entries.append(f'"{name}" = {composite.terraform_resource_type}.{composite.friendly_unique_id}.id')
        move_apis(self, declaration, parents)
        return f"{{{', '.join(entries)}}}"


def _former_keys(policy: AccessPolicy) -> dict[str, str]:
    return {
        pair.key: former.key for pair in policy.model_actions for former in policy.names.of(pair) if former is not pair
    }


def _consent_text(pair: ModelAction, declaration: Declaration) -> str:
    """Say what a person agrees to, on the page of an application that asks."""
    description = declaration.models[pair.model].description
    return f"{pair.action.capitalize()} with {pair.model}" + (f": {description}" if description else "")


def _names_of(scopes: str) -> str:
    return f"{{for key, scope in {scopes} : scope.name => scope.name}}"


def _local(value: TerraformLocal) -> str:
    return f"local.{value.friendly_unique_id}"

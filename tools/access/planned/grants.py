"""One side of some plans as what would be declared: who holds which roles, by which groups, from which sources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.model_action import ModelAction, is_every_model
from constructs_lib.declaration.model_names import model_and_action
from constructs_lib.declaration.props import SOLE_API
from tools.access.planned.api_places import access_role_api
from tools.access.planned.holder import Holder
from tools.access.planned.mapped_people import claims_of, groups_of_filter, is_claim_mapper, names_groups
from tools.access.planned.objects import group_key, is_api_role, is_inner_group
from tools.access.planned.parties import kind_of_client
from tools.access.planned.scope_names import unprefixed
from tools.access.planned.stack import UNKNOWN, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.access.planned.objects import Objects
    from tools.access.planned.stack import Instance

__all__ = ["Grants"]

_LABELS = {"keycloak_user": "person", "keycloak_group": "group"}


class Grants:
    """What a side holds.

    Args:
        objects: Everything in the plans.
        later: After the apply, not before it.

    Attributes:
        models: Models with their actions.
        bound: Roles of names of their own, each with the model and the action that it allows.
        apis: From a model to the API that serves it, where there are several.
        access_roles: The roles that open every model of an API, by the API's name; none where no plan has them.
        gates: From a client scope to the role that reaches tokens by it.
        composites: The roles behind `*`, each with the roles that it brings.
        consumers: Machine clients by `client_id`.
        applications: Applications by `client_id`.
        people: Accounts by username.
        groups: Groups by name.
        directories: From a directory to its groups, each with ours.
        claims: From an identity provider to its claims and their values, each with our group.
        sources: Directories and identity providers by name, and whether they are enabled.
        realm_enabled: Whether the realm is enabled; None where no plan has it.
        unread: What could not be read, in words, with whom it is about.
    """

    def __init__(self, objects: Objects, *, later: bool) -> None:
        self._objects = objects
        self._later = later
        self.models: dict[str, set[str]] = {}
        self.bound: dict[str, tuple[str, str]] = {}
        self.apis: dict[str, str] = {}
        self.access_roles: dict[str, str] = {}
        self.gates: dict[str, str] = {}
        self.composites: dict[str, frozenset[str]] = {}
        self.consumers: dict[str, Holder] = {}
        self.applications: dict[str, Holder] = {}
        self.people: dict[str, Holder] = {}
        self.groups: dict[str, Holder] = {}
        self.directories: dict[str, dict[str, str]] = {}
        self.claims: dict[str, dict[str, dict[str, str]]] = {}
        self.sources: dict[str, bool] = {}
        self.realm_enabled: bool | None = None
        self.unread: set[tuple[str, str]] = set()
        self._by_instance: dict[int, tuple[str, Holder]] = {}
        self._read()

    def _read(self) -> None:
        self._read_roles()
        for _, values in self._of("keycloak_realm"):
            self.realm_enabled = values.get("enabled") is not False
        for instance, values in self._of("keycloak_openid_client"):
            kind = kind_of_client(instance)
            if kind == "consumers":
                self._add(self.consumers, instance, self._objects.consumer_name(instance), values)
            elif kind == "applications":
                self._add(self.applications, instance, str(instance.latest("client_id")), values)
        for instance, values in self._of("keycloak_user"):
            self._add(self.people, instance, str(instance.latest("username")), values)
        for instance, values in self._of("keycloak_group"):
            if not is_inner_group(instance):
                self._add(self.groups, instance, str(instance.latest("name")), values)
        self._read_lists()
        self._read_gates()
        for types, names in ((_DIRECTORIES, "name"), (_PROVIDERS, "alias")):
            for _, values in self._of(*types):
                self.sources[str(values.get(names))] = values.get("enabled") is not False
        self._read_origins()

    def later_scope(self, scope: str) -> str:
        """Return what a client scope is called after the apply: by either name it is the same, prefixed or not."""
        role = self.gates.get(scope, "")
        model, action = self.pair(role)
        if role in self.access_roles.values():
            return role
        return ModelAction(model, action).scope if model else unprefixed(scope)

    def pair(self, role: str) -> tuple[str, str]:
        """Return the model and the action that a role is called after, or bound to; two empty texts for none."""
        model, action = model_and_action(role) or ("", "")
        return self.bound.get(role) or ((model, action) if model else ("", ""))

    def _of(self, *types: str) -> Iterator[tuple[Instance, Mapping[str, Any]]]:
        for instance in self._objects.of(*types):
            values = instance.side(later=self._later)
            if values is not None:
                yield instance, values

    def _add(self, holders: dict[str, Holder], instance: Instance, name: str, values: Mapping[str, Any]) -> None:
        holder = holders.setdefault(name, Holder(instance.stack, enabled=False))
        holder.enabled |= values.get("enabled") is not False
        exchange = table_of(values, "extra_config").get("standard.token.exchange.enabled")
        holder.trades |= exchange == "true" or values.get("standard_token_exchange_enabled") is True
        if instance.type == "keycloak_openid_client":
            holder.clients.add(str(instance.latest("client_id")))
        label = _LABELS.get(instance.type) or ("consumer" if holders is self.consumers else "application")
        self._by_instance[id(instance)] = (f"{label} {name}", holder)

    def _read_roles(self) -> None:
        for instance, _ in self._of("keycloak_role"):
            if is_api_role(instance):
                self._read_role(instance, self._objects.role_name(instance))
        if not self.access_roles:
            access = self._objects.access
            self.access_roles = {access[id]: name for id, name in self._objects.read.items() if id in access}
        if not self.models:  # in the plan of another stack
            for name in {*self._objects.read.values()} - {*self.access_roles.values()}:
                model, action = model_and_action(name) or ("", "")
                if model and not is_every_model(model) and "/" not in name:
                    self.models.setdefault(model, set()).add(action)

    def _read_role(self, instance: Instance, name: str) -> None:
        key = str(instance.index or name)  # of a table of models and actions, or its own
        model, action = model_and_action(key) or ("", "")
        if (api := access_role_api(instance)) or not model:
            self.access_roles[api or SOLE_API] = name
        elif is_every_model(model):
            listed = self._objects.listed(instance, "composite_roles", later=self._later)
            self.composites[name] = frozenset((*listed.names, *listed.unread))
            if not listed.is_read:
                self.unread.add((f"role {name}", "which roles it brings"))
        else:
            self.models.setdefault(model, set()).add(action)
            if isinstance(served_by := instance.entry.get("api"), str):
                self.apis[model] = served_by
            if name != key:
                self.bound[name] = model, action

    def _read_gates(self) -> None:
        for instance, _ in self._of("keycloak_generic_role_mapper"):
            scope = self._objects.holder(instance, "client_scope_id", later=self._later)
            role = self._objects.holder(instance, "role_id", later=self._later)
            if scope and role:
                values = scope.side(later=self._later) or {}
                self.gates[str(values.get("name"))] = self._objects.role_name(role)
        for instance, values in self._of(*_GROUP_MAPPERS):
            client = self._objects.holder(instance, "client_id", later=self._later)
            if client is not None and id(client) in self._by_instance and names_groups(values):
                self._by_instance[id(client)][1].reads_groups = True

    def _read_lists(self) -> None:
        for type_, holder_argument, argument in (
            ("keycloak_user_roles", "user_id", "role_ids"),
            ("keycloak_group_roles", "group_id", "role_ids"),
            ("keycloak_user_groups", "user_id", "group_ids"),
        ):
            for instance, _ in self._of(type_):
                holder = self._holder(instance, holder_argument)
                if holder is None:
                    continue
                listed = self._objects.listed(instance, argument, later=self._later)
                if not listed.is_read:
                    self.unread.add((holder[0], f"which {argument.removesuffix('_ids')}s it has"))
                names = holder[1].groups if argument == "group_ids" else holder[1].roles
                names |= {*listed.names, *listed.unread}
        for kind in ("optional", "default"):
            for instance, values in self._of(f"keycloak_openid_client_{kind}_scopes"):
                self._read_scopes(instance, values.get(f"{kind}_scopes"))

    def _read_scopes(self, instance: Instance, scopes: object) -> None:
        found = self._objects.holder(instance, "client_id", later=self._later)
        subject, holder = self._by_instance.get(id(found), ("", None))
        if holder is None or found is None:
            return
        if scopes is UNKNOWN:
            scopes = instance.entry.get("scopes")
        if not isinstance(scopes, list):
            self.unread.add((subject, "which scopes it may ask for"))
            return
        holder.scopes |= {str(scope) for scope in scopes}
        values = found.side(later=self._later) or {}
        holder.is_gated = values.get("full_scope_allowed") is not True

    def _holder(self, instance: Instance, argument: str) -> tuple[str, Holder] | None:
        found = self._objects.holder(instance, argument, later=self._later)
        if found is not None and id(found) in self._by_instance:
            return self._by_instance[id(found)]
        if found is None:
            self.unread.add((instance.address, "whom it is about"))
        return None

    def _read_origins(self) -> None:
        for instance, values in self._of("keycloak_ldap_group_mapper"):
            group, source = self._place(values.get("groups_path"))
            if group is None:
                self.unread.add((instance.address, "whom it puts into which group"))
                continue
            for theirs in groups_of_filter(str(values.get("groups_ldap_filter"))):
                self.directories.setdefault(source, {})[theirs] = group
        for instance, values in self._of("keycloak_custom_identity_provider_mapper"):
            if not is_claim_mapper(values):
                continue
            settings = table_of(values, "extra_config")
            group, _ = self._place(settings.get("group"))
            pairs = claims_of(settings)
            if group is None or pairs is None:
                self.unread.add((instance.address, "whom it puts into which group"))
                continue
            source = str(values.get("identity_provider_alias"))
            for claim, value in pairs:
                self.claims.setdefault(source, {}).setdefault(claim, {})[value] = group

    def _place(self, path: object) -> tuple[str | None, str]:
        """Return our group and the source of `/<group>/<source>`; before a rename, by the later name."""
        parts = str(path).strip("/").split("/") if path is not None and path is not UNKNOWN else []
        if len(parts) != 2:  # noqa: PLR2004 - as above
            return None, ""
        return self._former_groups.get(parts[0], parts[0]), parts[1]

    @cached_property
    def _former_groups(self) -> dict[str, str]:
        return {
            str(instance.before["name"]): group_key(instance)
            for instance in self._objects.of("keycloak_group")
            if instance.before and instance.after and not is_inner_group(instance)
        }


_GROUP_MAPPERS = ("keycloak_generic_protocol_mapper", "keycloak_openid_group_membership_protocol_mapper")
_DIRECTORIES = ("keycloak_ldap_user_federation", "keycloak_custom_user_federation")
_PROVIDERS = ("keycloak_oidc_identity_provider", "keycloak_saml_identity_provider")

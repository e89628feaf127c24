"""What ids in plans stand for: roles, groups, accounts and clients, by the names that they will have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import SOLE_API
from tools.access.planned.api_places import access_role_api
from tools.access.planned.parties import kind_of_client
from tools.access.planned.stack import ACCESS_ROLE_OUTPUT, UNKNOWN
from tools.runner.things import base_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.access.planned.stack import Instance, PlannedStack

__all__ = ["GREEN", "Named", "Objects", "group_key", "is_api_role", "is_inner_group"]

GREEN = "-green"
"""How the name of a consumer's second client ends."""

_FIELD = "each.value."
_LATER = ": known after the apply"
_API_ROLE = re.compile(r"(?:.*_)?(?:Models_Role|Models_(?:Apis_.+_)?EveryModel-.+|Realm_(?:Apis_.+_)?AccessRole)")
# By which field of its table's entry a list is made, where the apply alone knows its ids.
_FIELDS = {"role_ids": "roles"}
_INDEXED = re.compile(r'local\.[\w-]+\["(.+)"\]')
_CLIENT, _USER, _GROUP, _ROLE = "keycloak_openid_client", "keycloak_user", "keycloak_group", "keycloak_role"
_KNOWN = (_CLIENT, _USER, _GROUP, _ROLE, "keycloak_openid_client_scope")
# As the constructs call them: a group may be below the one that keeps ours apart from those of others.
_PARENT = "Realm_ParentGroup"
_DECLARED_GROUP = re.compile(r"(?:^|_)Groups_.+_Group$")
_ACCOUNT = "service_account_user_id"


@dataclass(frozen=True)
class Named:
    """Names in a list of ids.

    Attributes:
        names: Those that are known.
        unread: Ids that no plan names.
        is_read: The list can be read; else the apply alone knows it.
    """

    names: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    is_read: bool = True


def is_api_role(instance: Instance) -> bool:
    """Whether a role is one of the API's client, as the constructs make it."""
    return bool(_API_ROLE.fullmatch(base_name(instance.name)))


@dataclass(frozen=True)
class Objects:
    """Everything in some plans.

    Attributes:
        stacks: The plans.
    """

    stacks: Sequence[PlannedStack]

    @cached_property
    def by_type(self) -> dict[str, list[Instance]]:
        """All resources by their types."""
        found: dict[str, list[Instance]] = {}
        for stack in self.stacks:
            for instance in stack.instances:
                found.setdefault(instance.type, []).append(instance)
        return found

    def of(self, *types: str) -> Iterator[Instance]:
        """Yield the resources of some types."""
        for each in types:
            yield from self.by_type.get(each, ())

    @cached_property
    def _addresses(self) -> dict[tuple[str, str], Instance]:
        return {(instance.stack, instance.address): instance for instance in self.of(*_KNOWN)}

    @cached_property
    def _ids(self) -> dict[str, Instance]:
        return {
            id: instance
            for instance in self.of(*_KNOWN)
            for values in (instance.before, instance.after)
            for id in ((values or {}).get("id"), (values or {}).get(_ACCOUNT))
            if isinstance(id, str) and id and id is not UNKNOWN
        }

    @cached_property
    def read(self) -> dict[str, str]:
        """Ids that stacks read of others, with the names that those gave to them."""
        return {id: name for stack in self.stacks for id, name in stack.read.items()}

    @cached_property
    def access(self) -> dict[str, str]:
        """Ids of the roles that open every model, as stacks read them of another one, with the names of their APIs."""
        return {id: api for stack in self.stacks for id, api in stack.access.items()}

    @cached_property
    def _api_client(self) -> frozenset[str]:
        """Ids of the clients whose roles are those of models."""
        owners = (instance.latest("client_id") for instance in self.of(_ROLE) if is_api_role(instance))
        return frozenset(owner for owner in owners if isinstance(owner, str) and owner is not UNKNOWN)

    @cached_property
    def _access_roles(self) -> dict[str, str]:
        """Names of the roles that open every model, by their APIs, where one of the plans makes them."""
        found = ((access_role_api(each), str(each.latest("name"))) for each in self.of(_ROLE))
        return {api: name for api, name in found if api is not None}

    @cached_property
    def _shared_secrets(self) -> frozenset[tuple[str, str, str]]:
        """Consumers' clients that a secret authenticates: by stack, table and name."""
        return frozenset(
            (each.stack, each.name, str(each.latest("client_id")))
            for each in self.of(_CLIENT)
            if kind_of_client(each) == "consumers" and _has_secret(each)
        )

    def consumer_name(self, client: Instance) -> str:
        """Return which consumer a machine's client is of: while a secret rotates, one has two of them.

        Beside a consumer without a secret, or one of another stack, such a name is somebody else's.
        """
        client_id = str(client.latest("client_id"))
        other = client_id.removesuffix(GREEN)
        is_second = _has_secret(client) and (client.stack, client.name, other) in self._shared_secrets
        return other if is_second else client_id

    def role_name(self, instance: Instance) -> str:
        """Return the name of a role; a role of another client has the client's before it."""
        name, client = str(instance.latest("name")), instance.latest("client_id")
        if not client or is_api_role(instance) or client in self._api_client:
            return name
        owner = self._ids.get(client)
        return f"{owner.latest('client_id') if owner else client}/{name}"

    def holder(self, instance: Instance, argument: str, *, later: bool) -> Instance | None:
        """Return the account, client or group that an argument means.

        Args:
            instance: The resource that has the argument.
            argument: Its name, such as `user_id`.
            later: After the apply, not before it.
        """
        value = (instance.side(later=later) or {}).get(argument)
        if isinstance(value, str) and value is not UNKNOWN and value in self._ids:
            return self._ids[value]
        return next(self._referred(instance, argument), None)

    def listed(self, instance: Instance, argument: str, *, later: bool) -> Named:
        """Return the names of roles or groups in a list of their ids.

        Args:
            instance: The resource that has the list.
            argument: Its name, such as `role_ids`.
            later: After the apply, not before it.
        """
        value = (instance.side(later=later) or {}).get(argument)
        if value is None:
            return Named()
        if value is UNKNOWN:
            entry = instance.entry.get(_FIELDS.get(argument, ""))
            if isinstance(entry, list):
                return Named(frozenset(map(str, entry)))
            return self._by_reference(instance, argument)
        if not isinstance(value, list) or UNKNOWN in value:
            return self._by_reference(instance, argument)
        found = {id: self._name(str(id)) for id in value}
        unread = frozenset(id for id, name in found.items() if name is None)
        return Named(frozenset(name for name in found.values() if name is not None), unread)

    def _name(self, id: str) -> str | None:
        instance = self._ids.get(id)
        if instance is not None:
            return self.role_name(instance) if instance.type == _ROLE else group_key(instance)
        if id.endswith(_LATER):
            name = id.removesuffix(_LATER)
            found = ACCESS_ROLE_OUTPUT.search(name)
            return self._access_roles.get(found["api"] or SOLE_API, "") if found else name
        return self.read.get(id)

    def _by_reference(self, instance: Instance, argument: str) -> Named:
        """Return what the configuration names one by one."""
        named = frozenset(self._names_of_references(instance, argument))
        return Named(named) if named else Named(is_read=False)

    def _names_of_references(self, instance: Instance, argument: str) -> Iterator[str]:
        for reference in instance.references.get(argument, ()):
            if found := _INDEXED.fullmatch(reference):
                yield found[1]
        for referred in self._referred(instance, argument):
            yield self.role_name(referred) if referred.type == _ROLE else group_key(referred)

    def _referred(self, instance: Instance, argument: str) -> Iterator[Instance]:
        references = instance.references.get(argument, ())
        keys = [instance.index] if "each.key" in references else []
        keys += [instance.entry.get(reference.removeprefix(_FIELD)) for reference in references]
        ends = ("", *(f'["{key}"]' for key in keys if key is not None))
        for reference in references:
            address = reference.rpartition(".")[0] if reference.endswith((".id", f".{_ACCOUNT}")) else reference
            for end in ends:
                if found := self._addresses.get((instance.stack, f"{address}{end}")):
                    yield found


def _has_secret(client: Instance) -> bool:
    """Whether a secret authenticates a client, which is the provider's default."""
    return client.latest("client_authenticator_type") in (None, "client-secret")


def group_key(instance: Instance) -> str:
    """Return the name of a group; one within another has a mark that no name has."""
    name = str(instance.latest("name"))
    return f"…/{name}" if is_inner_group(instance) else name


def is_inner_group(instance: Instance) -> bool:
    """Whether a group is not declared: one within another, or the one that ours are below in a realm of others."""
    name = base_name(instance.name)
    below = bool(instance.latest("parent_id"))
    return name.endswith(_PARENT) if not below else not _DECLARED_GROUP.search(name)

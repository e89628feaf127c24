"""What the resources of a stack are called in the declaration, as `consumer batch`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.model_names import as_declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tools.runner.plan import Change

__all__ = ["Thing", "Things", "base_name", "canonical", "construct_paths", "is_api_client"]

_ADDRESS = re.compile(r'(?P<type>[a-z0-9_]+)\.(?P<name>[^\[.]+)(?:\["?(?P<index>.*?)"?\])?')
_HASH = re.compile(r"_[0-9A-F]{8}$")
_API_CLIENT = re.compile(r"(?:.*_)?Realm_(?:Apis_.+_)?ApiClient")
# The construct that a stack of one's own, or of an environment without teams, has around ours.
_WHOLE = re.compile(r"^Security[_/]")


@dataclass(frozen=True)
class _Kind:
    """A kind of thing, by the path of its constructs in the stack.

    Attributes:
        path: A pattern; what it captures is the thing's name, which otherwise is the key of `for_each`, and its API.
        label: What is put before the name, or the whole name where `named` is false.
        main: How the path of the resource ends without which the thing is not there, a pattern. (In a resource's name
            the CDK leaves out a part that repeats the end of the one before.)
        argument: By which argument of that resource it is called.
    """

    path: re.Pattern[str]
    label: str
    main: str
    argument: str = ""


def _kind(path: str, label: str, main: str, argument: str = "") -> _Kind:
    return _Kind(re.compile(rf"{path}(/.*)?"), label, main, argument)


_KINDS = (
    _kind(r"Access/Consumers", "consumer {}", "Client", "client_id"),
    _kind(r"Access/Applications/(?P<name>[^/]+)", "application {}", "Client", "client_id"),
    _kind(r"Access/People/(?P<name>[^/]+)", "person {}", "User", "username"),
    _kind(r"Access/Groups/(?P<name>[^/]+)", "group {}", "Group", "name"),
    _kind(r"Models/EveryModel-(?P<name>[^/]+)", "every model: {}", "EveryModel-[^/]+"),
    _kind(r"Models/Apis/(?P<api>[^/]+)/EveryModel-(?P<name>[^/]+)", "every model: {}", "EveryModel-[^/]+"),
    _kind(r"Models/Exchange", "token exchange by {}", "Scope"),
    _kind(r"Models", "model {}", "Role", "name"),
    _kind(r"Realm/ApiClient", "the API's client", "Client"),
    _kind(r"Realm/AccessRole", "the access role", "Role"),
    _kind(r"Realm/Apis/(?P<name>[^/]+)/ApiClient", "the client of API {}", "Client"),
    _kind(r"Realm/Apis/(?P<name>[^/]+)/AccessRole", "the access role of API {}", "Role"),
    _kind(r"Realm/WorkloadIssuers/(?P<name>[^/]+)", "workload issuer {}", "Provider", "alias"),
    _kind(r"Realm/IdentityProviders/(?P<name>[^/]+)", "identity provider {}", "Provider", "alias"),
    _kind(r"Realm/Federation/(?P<name>[^/]+)", "directory {}", "Directory", "name"),
    _kind(r"Realm/ParentGroup", "the group that ours are below", "ParentGroup"),
    _kind(r"Realm/AccessTokenScope", "the client scope of every token", "ClientScope"),
    _kind(r"Realm/BuiltInClients", "built-in client {}", ""),
    _kind(r"Realm/SecondFactor", "the second factor", ""),
    _kind(r"Realm/LoginBindings", "the login flows", ""),
    _kind(r"Realm(/Realm)?/SigningKey", "the realm's signing key", "SigningKey"),
    _kind(r"Realm", "the realm", "Realm", "realm"),
)


@dataclass(frozen=True)
class Thing:
    """What a declaration declares; several resources make it up.

    Attributes:
        name: Such as `consumer batch`.
        changes: What happens to its resources.
        main: What happens to the one without which it is not there; None where that stays as it is.
        is_loose: No resource of it is more than the others: it is there with any of them.
    """

    name: str
    changes: tuple[Change, ...] = ()
    main: Change | None = None
    is_loose: bool = False


@dataclass(frozen=True)
class Things:
    """Names of what the resources of one stack make up.

    Attributes:
        paths: Paths of the constructs inside the stack, by type and name of the resource.
    """

    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Things:
        """Read a stack's Terraform JSON.

        Args:
            folder: The stack's folder.
        """
        try:
            body = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        return cls(construct_paths(body))

    def name_of(self, address: str) -> str:
        """Return what a resource is called, by its address."""
        parts = _ADDRESS.fullmatch(address)
        return self._name(parts["type"], parts["name"], parts["index"]) if parts else address

    def in_changes(self, changes: Iterable[Change]) -> tuple[Thing, ...]:
        """Return the things that changes are about, in their order."""
        grouped: dict[str, list[Change]] = {}
        mains: dict[str, Change] = {}
        ordered = sorted(changes, key=lambda change: not self.is_main(change))
        named: dict[tuple[str, object], str] = {}
        for change in ordered:
            name = self._of_change(change, named)
            grouped.setdefault(name, []).append(change)
            if self.is_main(change):
                mains[name] = change
        return tuple(
            Thing(name, tuple(found), mains.get(name), all(self._is_loose(change) for change in found))
            for name, found in grouped.items()
        )

    def is_main(self, change: Change) -> bool:
        """Whether a resource is the one without which its thing is not there: what nobody knows, counts as one."""
        kind, _ = self._kind(change.type, change.name)
        path = self._path(change.type, change.name)
        return kind is None or bool(kind.main and re.search(f"{kind.main}$", path))

    def _is_loose(self, change: Change) -> bool:
        kind, _ = self._kind(change.type, change.name)
        return kind is not None and not kind.main

    def _of_change(self, change: Change, named: dict[tuple[str, object], str]) -> str:
        """Return the name of what a change is about; what goes has no path any more, and is called by its arguments."""
        kind, _ = self._kind(change.type, change.name)
        prefix = canonical(change.name).rpartition("_")[0]
        values = change.before or change.after or {}
        if kind and kind.argument and self.is_main(change) and isinstance(values.get(kind.argument), str):
            name = kind.label.format(as_declared(values[kind.argument]))
            named[prefix, change.index] = name
            return name
        for (start, index), name in named.items():
            if index == change.index and (canonical(change.name) + "_").startswith(f"{start}_"):
                return name
        return self._name(change.type, change.name, change.index)

    def _name(self, type_: str, name: str, index: str | int | None) -> str:
        kind, found = self._kind(type_, name)
        if kind is None or found is None:
            return f"{type_}.{name}" if index is None else f'{type_}.{name}["{index}"]'
        own, api = found.groupdict().get("name") or index, found.groupdict().get("api")
        own = as_declared(own) if isinstance(own, str) else own  # of a model and an action
        own = f"{own} of {api}" if api else own
        return kind.label.format(own) if own is not None else kind.label.format("").strip(" :")

    def _kind(self, type_: str, name: str) -> tuple[_Kind | None, re.Match[str] | None]:
        path = self._path(type_, name)
        for kind in _KINDS:
            if found := kind.path.fullmatch(path):
                return kind, found
        return None, None

    def _path(self, type_: str, name: str) -> str:
        known = self.paths.get((type_, name))
        return _WHOLE.sub("", known) if known else canonical(name).replace("_", "/")


def construct_paths(body: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the paths of the constructs inside a stack, by type and name of the resource.

    Args:
        body: Its Terraform JSON.
    """
    return {
        (kind, name): str(resource["//"]["metadata"]["path"]).partition("/")[2]
        for kind, named in body.get("resource", {}).items()
        for name, resource in named.items()
        if "//" in resource
    }


def base_name(name: str) -> str:
    """Return the name of a resource without the hash that the CDK adds."""
    return _HASH.sub("", name)


def is_api_client(name: str) -> bool:
    """Whether a client, by the name of its resource, is that of the API, or of one of several."""
    return bool(_API_CLIENT.fullmatch(base_name(name)))


def canonical(name: str) -> str:
    """Return the name of a resource as it is in every stack: without its hash and the construct around all of ours."""
    return _WHOLE.sub("", base_name(name))

"""What resources are called in the declaration: `consumer batch`, not a hashed address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.runner.plan import Change

__all__ = ["Names", "Thing"]

_ADDRESS = re.compile(r'(?P<type>[a-z0-9_]+)\.(?P<name>[^\[.]+)(?:\["?(?P<index>.*?)"?\])?$')
# By the construct's path inside its stack, without the construct that an app of one's own may put around it.
_KINDS = (
    (r"Access/Consumers/.*", "consumer {index}"),
    (r"Access/Applications/([^/]+)/.*", "application {0}"),
    (r"Access/People/([^/]+)/.*", "person {0}"),
    (r"Access/Groups/([^/]+)/.*", "group {0}"),
    (r"Models/EveryModel-(.+)", "every model: {0}"),
    (r"Models/Exchange/.*", "token exchange by {index}"),
    (r"Models/.*", "model {index}"),
    (r"Realm/ApiClient/.*", "the API's client"),
    (r"Realm/AccessRole/.*", "the access role"),
    (r"Realm/WorkloadIssuers/([^/]+)/.*", "workload issuer {0}"),
    (r"Realm/IdentityProviders/([^/]+)/.*", "identity provider {0}"),
    (r"Realm/Federation/([^/]+)/.*", "directory {0}"),
    (r"Realm/BuiltInClients/.*", "built-in client {index}"),
    (r"Realm/SecondFactor/.*", "the second factor"),
    (r"Realm/LoginBindings/.*", "the login flows"),
    (r"Realm/Realm/SigningKey", "the realm's signing key"),
    (r"Realm/.*", "the realm"),
)
_KINDS_COMPILED = tuple((re.compile(rf"(?:.*/)?{pattern}"), text) for pattern, text in _KINDS)


@dataclass(frozen=True, order=True)
class Thing:
    """What a declaration declares; several resources make it up.

    Attributes:
        name: Such as `consumer batch`.
    """

    name: str

    def __str__(self) -> str:
        """Return the name."""
        return self.name


@dataclass(frozen=True)
class Names:
    """Names of the resources of one stack.

    Attributes:
        paths: Paths of the constructs, by type and name of the resource.
    """

    paths: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, folder: Path) -> Names:
        """Read a stack's Terraform JSON.

        Args:
            folder: The stack's folder; without a file in it, addresses stay what they are.
        """
        try:
            body = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls({})
        return cls(
            {
                (kind, name): str(resource["//"]["metadata"]["path"])
                for kind, named in body.get("resource", {}).items()
                for name, resource in named.items()
                if "//" in resource
            }
        )

    def of_change(self, change: Change) -> Thing:
        """Return what a change is about."""
        return self._thing(change.type, change.name, "" if change.index is None else str(change.index))

    def of_address(self, address: str) -> str:
        """Return what a resource is called, by its address."""
        parts = _ADDRESS.fullmatch(address)
        if not parts:
            return address
        return self._thing(parts["type"], parts["name"], parts["index"] or "").name

    def _thing(self, kind: str, name: str, index: str) -> Thing:
        path = self.paths.get((kind, name)) or name.replace("_", "/")
        for pattern, text in _KINDS_COMPILED:
            if found := pattern.fullmatch(path):
                return Thing(text.format(*found.groups(), index=index))
        return Thing(f'{kind}.{name}["{index}"]' if index else f"{kind}.{name}")

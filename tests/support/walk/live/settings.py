"""Every setting of a realm, so that two realms can be compared: one that was changed often, and a new one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.walk.live.export import Json

__all__ = ["setting_faults", "settings_of"]

# Ids and times, and Keycloak's count of what is left to say of a person.
_UNLIKE = frozenset(
    {
        *("id", "containerId", "internalId", "createdTimestamp", "client.secret.creation.time", "parentId"),
        # Keycloak fills it by the vendor as a directory is made; without Kerberos nobody reads it.
        "krbPrincipalAttribute",
        *("keycloakVersion", "notBefore", "access", "subGroupCount", "totp", "disableableCredentialTypes"),
    }
)
# Provider 5.9.0 writes it at the realm's first change, not at its creation; left out, it is off.
_OFF_UNLESS_SAID = frozenset({"webAuthnPolicyPasswordlessPasskeysEnabled"})
# What a person's account becomes as its owner uses it: the declaration says how it starts.
_OF_THE_PERSON = frozenset({"requiredActions", "emailVerified", "attributes", "federatedIdentities"})
_NAMES = ("clientId", "username", "alias", "name", "clientScope", "client", "authenticator", "flowAlias")
# Components and mappers have the same name for two kinds of caller, or at two providers.
_FURTHER = ("subType", "identityProviderAlias")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def settings_of(export: Json, *names: str) -> dict[str, str]:
    """Return every setting by its path, such as `clients/batch/attributes/access.token.lifespan`.

    Args:
        export: What `export_realm` read.
        names: Of the realms that are compared: what holds one of them, a URL for example, does not differ by that.
    """
    flows = {flow["id"]: flow["alias"] for flow in export["authenticationFlows"]}
    realm = re.compile("|".join(map(re.escape, names)))

    def alike(text: str) -> str:
        return realm.sub("<realm>", _UUID.sub(lambda match: flows.get(match[0], "<id>"), text))

    return {alike(path): alike(value) for path, value in _flat("", export) if path not in ("id", "realm")}


def setting_faults(changed: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    """Return where a realm that was changed differs from a new one of the same declaration.

    Args:
        changed: Settings of the one that was changed.
        new: Settings of the new one.
    """
    return tuple(
        f"{path}: {changed.get(path, '(none)')}, in a new realm {new.get(path, '(none)')}"
        for path in sorted({*changed, *new})
        if changed.get(path, _absent(path)) != new.get(path, _absent(path))
    )


def _absent(path: str) -> str | None:
    return "false" if path in _OFF_UNLESS_SAID else None


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            for key, inner in value.items():
                if key not in _UNLIKE and not (key in _OF_THE_PERSON and path.startswith("users/")):
                    yield from _flat(f"{path}/{key}" if path else key, inner)
        case list() if value and all(isinstance(entry, dict) for entry in value):
            for index, entry in enumerate(value):
                yield from _flat(f"{path}/{_name(entry, index)}", entry)
        case list() if value:
            # Of the lists of Keycloak's representations none but that of a flow's steps has an order.
            yield path, json.dumps(sorted(map(str, value)))
        case None | "":
            return
        case list():
            return
        case _:
            yield path, value if isinstance(value, str) else json.dumps(value)


def _name(entry: Json, index: int) -> str:
    if "authenticatorFlow" in entry or "requirement" in entry:
        return f"{index} {entry.get('authenticator') or entry.get('flowAlias')}"
    name = next((str(entry[name]) for name in _NAMES if name in entry), str(index))
    return " ".join((name, *(str(entry[key]) for key in _FURTHER if key in entry)))

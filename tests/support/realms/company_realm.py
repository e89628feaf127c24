"""Somebody else's realm, with people, groups, clients and settings of its own, that environments join."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["CompanyRealm"]

_PEOPLE = ("ada", "grace", "eve")
# What Keycloak counts up or makes anew whenever it is asked.
_PASSING = frozenset({"notBefore", "access", "lastSync"})


@dataclass
class CompanyRealm:
    """A realm that its owner made by hand.

    Attributes:
        name: Name of the realm.
        admin: The Admin API.
        password: What all its people log in with.
    """

    name: str
    admin: KeycloakAdmin = field(repr=False)
    password: str = field(default_factory=random_secret, repr=False)

    def create(self) -> None:
        """Make it, with Keycloak's own defaults where the company thought of nothing."""
        people = [
            {
                "username": username,
                "enabled": True,
                "emailVerified": True,
                "email": f"{username}@corp.example",
                "firstName": username.capitalize(),
                "lastName": "Corp",
                "credentials": [{"type": "password", "value": self.password, "temporary": False}],
                "groups": ["/analysts"],
                "realmRoles": ["default-roles-" + self.name, "employee"],
            }
            for username in _PEOPLE
        ]
        portal = {
            "clientId": "portal",
            "publicClient": True,
            "fullScopeAllowed": True,
            "directAccessGrantsEnabled": True,
            "redirectUris": ["https://portal.corp.example/*"],
        }
        realm = {
            "realm": self.name,
            "enabled": True,
            "sslRequired": "external",
            "displayName": "The company",
            "roles": {"realm": [{"name": "employee"}]},
            "groups": [{"name": "analysts", "realmRoles": ["employee"], "subGroups": [{"name": "seniors"}]}],
            "clients": [portal],
            "users": people,
        }
        self.admin.request("POST", "realms", json=realm)
        scope = {
            "name": "company",
            "protocol": "openid-connect",
            "protocolMappers": [
                {
                    "name": "company",
                    "protocol": "openid-connect",
                    "protocolMapper": "oidc-hardcoded-claim-mapper",
                    "config": {"claim.name": "company", "claim.value": "corp", "access.token.claim": "true"},
                }
            ],
        }
        self._call("POST", "client-scopes", scope)
        (made,) = [each for each in self._get("client-scopes") if each["name"] == "company"]
        self._call("PUT", f"default-default-client-scopes/{made['id']}")

    def set_right(self) -> None:
        """Set it as its owner is told to."""
        settings = {
            "revokeRefreshToken": True,
            "refreshTokenMaxReuse": 0,
            "bruteForceProtected": True,
            "failureFactor": 5,
            "passwordPolicy": "length(12)",
            "eventsEnabled": True,
            "adminEventsEnabled": True,
        }
        self.admin.request("PUT", f"realms/{self.name}", json=settings)

    def delete(self) -> None:
        """Delete it."""
        self.admin.delete_realm(self.name)

    def user_id(self, username: str) -> str:
        """Return the id of an account."""
        (user,) = self._get("users", username=username, exact="true")
        return str(user["id"])

    def content(self, *ours: str) -> dict[str, Any]:
        """Return all that is in the realm, but what is ours.

        Args:
            ours: What names of ours begin with.
        """
        kept = ours or ("no name begins with this",)
        return {**dict(self._content(kept)), "export": self._export(kept)}

    def _content(self, ours: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        for path in (
            *("", "events/config", "default-default-client-scopes", "default-optional-client-scopes", "default-groups"),
            *("authentication/flows", "authentication/required-actions", "components", "identity-provider/instances"),
            *("roles", "users/profile", "client-policies/policies", "client-policies/profiles"),
        ):
            yield path, _settled(self._get(path))
        for client in self._get("clients"):
            if not client["clientId"].startswith(ours):
                yield f"client {client['clientId']}", _settled(client)
        for scope in self._get("client-scopes"):
            if not scope["name"].startswith(ours):
                yield f"scope {scope['name']}", _settled(scope)
        for group in self._get("groups", briefRepresentation="false", populateHierarchy="true"):
            if not group["name"].startswith(ours):
                children = self._get(f"groups/{group['id']}/children", briefRepresentation="false")
                roles = self._get(f"groups/{group['id']}/role-mappings")
                members = sorted(each["username"] for each in self._get(f"groups/{group['id']}/members"))
                yield f"group {group['name']}", [_settled(group), _settled(children), roles, members]
        for user in self._get("users"):
            yield f"person {user['username']}", self._person(user, ours)

    def _person(self, user: dict[str, Any], ours: tuple[str, ...]) -> list[Any]:
        roles = self._get(f"users/{user['id']}/role-mappings")
        theirs = {name: each for name, each in roles.get("clientMappings", {}).items() if not name.startswith(ours)}
        groups = [each["path"] for each in self._get(f"users/{user['id']}/groups")]
        kept = sorted(path for path in groups if not path.lstrip("/").startswith(ours))
        return [_settled(self._get(f"users/{user['id']}")), roles.get("realmMappings"), theirs, kept]

    def _export(self, ours: tuple[str, ...]) -> dict[str, Any]:
        """Return Keycloak's own export, without what is ours."""
        path = f"realms/{self.name}/partial-export"
        options = {"exportClients": "true", "exportGroupsAndRoles": "true"}
        found: dict[str, Any] = self.admin.request("POST", path, params=options).json()
        found["clients"] = [each for each in found["clients"] if not each["clientId"].startswith(ours)]
        found["clientScopes"] = [each for each in found["clientScopes"] if not each["name"].startswith(ours)]
        found["groups"] = [each for each in found["groups"] if not each["name"].startswith(ours)]
        roles = found["roles"]
        roles["client"] = {name: each for name, each in roles["client"].items() if not name.startswith(ours)}
        for kind in ("scopeMappings", "clientScopeMappings"):
            found[kind] = _without(found.get(kind) or {}, ours)
        found["users"] = [each for each in found.get("users", ()) if not each["username"].startswith(_accounts(ours))]
        settled: dict[str, Any] = _settled(found)
        return settled

    def _get(self, path: str, **parameters: str) -> Any:  # noqa: ANN401 - JSON
        return self.admin.get(f"realms/{self.name}/{path}".rstrip("/"), **parameters).json()

    def _call(self, method: str, path: str, json: object = None) -> None:
        self.admin.request(method, f"realms/{self.name}/{path}", json=json)


def _accounts(ours: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"service-account-{each}" for each in ours)


def _without(mappings: Any, ours: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(mappings, list):
        named = ((each.get("client") or each.get("clientScope") or "", each) for each in mappings)
        return [each for name, each in named if not name.startswith(ours)]
    return {name: _without(each, ours) for name, each in mappings.items() if not name.startswith(ours)}


def _settled(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Leave out what changes by itself, and put lists that have no order into one."""
    if isinstance(value, dict):
        return {key: _settled(each) for key, each in sorted(value.items()) if key not in _PASSING}
    if isinstance(value, list):
        return sorted((_settled(each) for each in value), key=repr)
    return value

"""Which client is the API, and what the keys of `api` and `models` say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.model_action import ModelAction, is_every_model
from constructs_lib.declaration.model_names import model_and_action
from constructs_lib.declaration.props import ApiProps
from constructs_lib.declaration.props.values import ActionName, ModelName
from constructs_lib.declaration.realm_defaults import BUILT_IN_CLIENTS
from tools.adopt.draft import accepted
from tools.adopt.holders import Holders
from tools.adopt.kept_clients import browser_flows
from tools.errors import ToolError
from tools.is_value import is_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["api_keys", "find_api", "model_keys", "own_clients", "roles_of_no_model"]

_BROUGHT = BUILT_IN_CLIENTS | {"master-realm"}  # that of the realm master
_WORDS = ("api", "serving", "model", "inference", "predict", "ml")
_SHOWN = 8
_FLOWS = ("standardFlowEnabled", "implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled")


def own_clients(snapshot: Snapshot) -> list[Entry]:
    """Return the clients that Keycloak did not bring, by name."""
    found = [client for client in snapshot.clients if client["clientId"] not in _BROUGHT]
    return sorted(found, key=lambda client: str(client["clientId"]))


def find_api(snapshot: Snapshot, named: str | None) -> tuple[Entry, str]:
    """Return the client of the API, and what has to be said of the choice.

    Args:
        snapshot: The realm.
        named: Its `client_id`, where somebody said it.

    Raises:
        ToolError: There is no such client, none can be it, or several are as likely (exit 2).
    """
    realm = snapshot.realm["realm"]
    clients = {client["clientId"]: client for client in own_clients(snapshot)}
    if named:
        if named not in clients:
            raise ToolError(f"realm '{realm}' has no client '{named}': {hint(named, sorted(clients))}", exit_code=2)
        _require_name(realm, named)
        return clients[named], ""
    scored = sorted(((_score(snapshot, client), name) for name, client in clients.items()), reverse=True)
    likely = [(score, name) for score, name in scored if score > 0]
    if not likely:
        raise ToolError(
            f"realm '{realm}' has no client with roles of its own, whose tokens an API could take: say which client is "
            "the API: API=<client_id>",
            exit_code=2,
        )
    best = [name for score, name in likely if score == likely[0][0]]
    if len(best) > 1:
        raise ToolError(
            f"realm '{realm}' has several clients that may be the API: {', '.join(sorted(best))}: say which one: "
            f"API={min(best)}",
            exit_code=2,
        )
    _require_name(realm, best[0])
    why = "it has roles of its own" + (" and logs nobody in" if _is_passive(clients[best[0]]) else "")
    others = [name for _, name in likely if name != best[0]]
    also = f"; others with roles are {', '.join(others[:5])}" if others else ""
    return clients[best[0]], f"Client '{best[0]}' was taken for the API: {why}{also}. API=<client_id> says another one."


def api_keys(client: Entry, realm: str) -> dict[str, Any]:
    """Return the mapping `api`.

    Args:
        client: The API's client.
        realm: Name of the realm.
    """
    _require_name(realm, client["clientId"])
    if client.get("authorizationServicesEnabled"):
        raise ToolError(
            f"realm '{realm}', client '{client['clientId']}': it uses Keycloak's Authorization Services, which a "
            "deployment would turn off: say another client, API=<client_id>, or join the realm",
            exit_code=2,
        )
    # A bearer-only client gets no tokens, whatever else it says.
    gets_tokens = not client.get("bearerOnly")
    logs_in = browser_flows(client) and bool(client.get("standardFlowEnabled"))
    return accepted(
        ApiProps,
        {"client_id": client["clientId"]},
        {
            "display_name": client.get("name") or None,
            "enabled": bool(client.get("enabled", True)),
            "base_url": client.get("baseUrl") or None,
            "admin_url": client.get("adminUrl") or None,
            "standard_flow": logs_in,
            "redirect_uris": sorted(client.get("redirectUris", ())) if logs_in else None,
            "web_origins": sorted(client.get("webOrigins", ())) if logs_in else None,
            "direct_access_grants": gets_tokens and bool(client.get("directAccessGrantsEnabled")),
            "service_accounts": gets_tokens and bool(client.get("serviceAccountsEnabled")),
        },
    )


def model_keys(roles: Iterable[Entry], bound: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the mapping `models`: of roles that are called `<model>:<action>`, and of those that somebody bound.

    Args:
        roles: Those of the API's client.
        bound: From a role's name to the model and action that it allows, `<model>:<action>`.

    Raises:
        ToolError: A role is bound that is not there, or to what is none, or two roles allow the same (exit 2).
    """
    names = sorted(str(each["name"]) for each in roles)
    for role in bound:
        if role not in names:
            raise ToolError(f"BIND: the API's client has no role '{role}': {hint(role, names)}", exit_code=2)
    found: dict[str, dict[str, Any]] = {}
    spelled: dict[str, str] = {}
    for name in names:
        model, action = model_and_action(bound.get(name, name)) or ("", "")
        # The name that we give to the role must be its own; two models differ in more than case.
        is_pair = _is_pair(model, action) and (name in bound or ModelAction(model, action).role == name)
        if not is_pair or spelled.setdefault(model.casefold(), model) != model:
            if name in bound:
                raise ToolError(f"BIND: write {name}=<model>:<action>, got '{name}={bound[name]}'", exit_code=2)
            continue
        props = found.setdefault(model, {"actions": []})
        if action in props["actions"]:
            raise ToolError(f"BIND: two roles allow {model}:{action}: bind '{name}' to another action", exit_code=2)
        props["actions"].append(action)
        if name in bound:
            props.setdefault("roles", {})[action] = name
    return found


def roles_of_no_model(snapshot: Snapshot, document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what to say of roles of the API that stay what they are, since neither name nor `BIND` makes one a model's.

    Args:
        snapshot: The realm.
        document: What is declared: `api` and `models`.
    """
    known = Holders(snapshot, document).roles
    client = document["api"]["client_id"]
    (api,) = (each for each in snapshot.clients if each["clientId"] == client)
    names = sorted(str(each["name"]) for each in snapshot.roles[api["id"]])
    found = [name for name in names if name not in known and not is_every_model(name.partition(":")[0])]
    if not found:
        return
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    yield (
        f"Roles of client '{client}' that are no model's: {', '.join(found[:_SHOWN])}{more}. They stay, and who holds "
        'only them is left alone. BIND="<role>=<model>:<action>" says which model one is for; with REPLACE=1 the files '
        "are written anew."
    )


def _is_pair(model: str, action: str) -> bool:
    return not is_every_model(model) and is_value(ModelName, model) and is_value(ActionName, action)


def _score(snapshot: Snapshot, client: Entry) -> int:
    roles = snapshot.roles.get(client["id"], [])
    if not roles or client.get("protocol", "openid-connect") != "openid-connect":
        return 0
    named = any(":" in str(role["name"]) for role in roles)
    name = str(client["clientId"]).lower()
    return (
        1
        + 4 * named
        + 3 * bool(client.get("bearerOnly"))
        + 2 * _is_passive(client)
        + 2 * any(word in name for word in _WORDS)
    )


def _is_passive(client: Entry) -> bool:
    return bool(client.get("bearerOnly")) or not any(client.get(flow) for flow in _FLOWS)


def _require_name(realm: str, name: str) -> None:
    try:
        ApiProps.model_validate({"client_id": name})
    except ValidationError:
        raise ToolError(
            f"realm '{realm}', client '{name}': the API's client_id is 2 to 64 lower-case letters, digits, '-' or '_' "
            "here: join the realm instead, with a client of another name (docs/how-to/join-a-realm.md)",
            exit_code=2,
        ) from None

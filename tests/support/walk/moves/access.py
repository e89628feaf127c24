"""Models, those who call them, and what they may do: added, removed, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.walk import pools
from tests.support.walk.references import grants_of, refer_to, remove_empty

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document, Entry, Tree

__all__ = ["MOVES", "free_name", "set_key"]

_POOLS = {"consumers": pools.CLIENTS, "applications": pools.CLIENTS, "people": pools.PEOPLE, "groups": pools.GROUPS}
_KEYS = {
    "consumers": pools.CONSUMER_KEYS,
    "applications": pools.APPLICATION_KEYS,
    "people": pools.PERSON_KEYS,
    "models": pools.MODEL_KEYS,
}
_CLIENT_KINDS = ("consumers", "applications")


def free_name(choices: Choices, document: Document, kind: str) -> str | None:
    """Return a name that nothing has yet, if one of the few is left."""
    kinds = _CLIENT_KINDS if kind in _CLIENT_KINDS else (kind,)
    left = [name for name in _POOLS[kind] if name not in document.names(*kinds)]
    return choices.one(left) if left else None


def set_key(choices: Choices, tree: Tree, keys: pools.Keys) -> str:
    """Give one key another value, or take it out; return what was done."""
    key = choices.one(list(keys))
    value = choices.one([value for value in keys[key] if value != tree.get(key)])
    if value is pools.LEFT_OUT:
        tree.pop(key, None)
        return f"no {key}"
    tree[key] = value
    return f"{key}: {value!r}"


def _team(choices: Choices, document: Document) -> str | None:
    return choices.one([None, *document.teams, *document.teams])


def _grants(choices: Choices, document: Document) -> Tree:
    models = document.tree.get("models", {})
    if not models or choices.sometimes(8):
        return {"*": ["predict"]}
    return {name: choices.some(models[name].get("actions", ["predict"])) for name in choices.some(list(models))}


def _auth(choices: Choices, document: Document, name: str) -> Tree | None:
    auth = choices.one(pools.AUTHS)
    if auth is None:
        return None
    if auth["method"] == "mtls":
        return {**auth, "subject_dn": f"CN={name},O=Example"}
    if auth["method"] == "federated":
        issuers = list(document.tree.get("workload_issuers", {}))
        return {**auth, "issuer": choices.one(issuers), "subject": f"repo:example/{name}"} if issuers else None
    return dict(auth)


def _person(choices: Choices, document: Document, name: str, team: str | None) -> Tree:
    known = [*document.of(team).get("groups", {}), *document.tree.get("groups", {})]
    person: Tree = {"email": f"{name}@example.com", "first_name": name[:3].capitalize(), "last_name": "Example"}
    person |= {"temporary_password": False, "email_verified": choices.one((True, False))}
    if known:
        person["groups"] = list(dict.fromkeys(choices.some(known, least=0, most=2)))
    if choices.sometimes(2):
        person["grants"] = _grants(choices, document)
    return person


def add(choices: Choices, document: Document) -> str | None:
    """Declare somebody, or a group, in one of the files."""
    kind = choices.one(tuple(_POOLS))
    name, team = free_name(choices, document, kind), _team(choices, document)
    if name is None:
        return None
    section = document.section(kind, team)
    match kind:
        case "consumers":
            section[name] = {"grants": _grants(choices, document)}
            if auth := _auth(choices, document, name):
                section[name]["auth"] = auth
        case "applications":
            section[name] = {"redirect_uris": choices.one(pools.APPLICATION_KEYS["redirect_uris"])}
            if choices.sometimes(2):
                set_key(choices, section[name], pools.APPLICATION_KEYS)
        case "people":
            section[name] = _person(choices, document, name, team)
        case _:
            section[name] = _grants(choices, document)
    return f"add {kind} {name} to {team or 'the environment'}"


def remove(choices: Choices, document: Document) -> str | None:
    """Take somebody out, and every mention."""
    entries = document.entries(*_POOLS)
    if not entries:
        return None
    entry = choices.one(entries)
    del entry.owner[entry.name]
    refer_to(document, entry.kind, entry.name, None)
    remove_empty(document)
    return f"remove {entry.kind} {entry.name}"


def add_model(choices: Choices, document: Document) -> str | None:
    """Declare a model."""
    models = document.section("models")
    left = [name for name in pools.MODELS if name not in models]
    if not left:
        return None
    name = choices.one(left)
    models[name] = {"actions": choices.some(pools.ACTIONS)} if choices.sometimes(2) else {}
    return f"add model {name}"


def remove_model(choices: Choices, document: Document) -> str | None:
    """Take a model out, and every grant of it."""
    models = document.tree.get("models", {})
    if not models:
        return None
    name = choices.one(list(models))
    del models[name]
    refer_to(document, "models", name, None)
    remove_empty(document)
    return f"remove model {name}"


def change_actions(choices: Choices, document: Document) -> str | None:
    """Give a model other actions; what is gone is granted to nobody."""
    models = document.tree.get("models", {})
    if not models:
        return None
    name = choices.one(list(models))
    actions = choices.some(pools.ACTIONS)
    models[name]["actions"] = actions
    for grants in grants_of(document):
        if name in grants:
            grants[name] = [action for action in grants[name] if action in actions]
            if not grants[name]:
                del grants[name]
    remove_empty(document)
    return f"model {name}: actions {actions}"


def change_grants(choices: Choices, document: Document) -> str | None:
    """Give somebody other grants."""
    entries = document.entries("consumers", "people", "groups")
    if not entries:
        return None
    entry, grants = choices.one(entries), _grants(choices, document)
    if entry.kind == "groups":
        entry.owner[entry.name] = grants
    else:
        entry.value["grants"] = grants
    return f"{entry.kind} {entry.name}: grants {grants}"


def change_groups(choices: Choices, document: Document) -> str | None:
    """Put a person into other groups."""
    people = document.entries("people")
    if not people:
        return None
    entry = choices.one(people)
    known = list(dict.fromkeys([*document.of(entry.team).get("groups", {}), *document.tree.get("groups", {})]))
    entry.value["groups"] = choices.some(known, least=0, most=3) if known else []
    return f"person {entry.name}: groups {entry.value['groups']}"


def change_auth(choices: Choices, document: Document) -> str | None:
    """Let a consumer prove in another way who it is."""
    consumers = document.entries("consumers")
    if not consumers:
        return None
    entry = choices.one(consumers)
    auth = _auth(choices, document, entry.name)
    entry.value.pop("auth", None)
    if auth:
        entry.value["auth"] = auth
    return f"consumer {entry.name}: auth {(auth or {}).get('method')}"


def change_key(choices: Choices, document: Document) -> str | None:
    """Change one optional key."""
    entries: list[Entry | Any] = document.entries("consumers", "applications", "people", "models")
    if not entries:
        return None
    entry = choices.one(entries)
    return f"{entry.kind} {entry.name}: {set_key(choices, entry.value, _KEYS[entry.kind])}"


def change_exchange(choices: Choices, document: Document) -> str | None:
    """Let a consumer trade people's tokens, or no more."""
    consumers, applications = document.entries("consumers"), document.entries("applications")
    if not consumers or not applications:
        return None
    entry = choices.one(consumers)
    if entry.value.pop("exchange", None):
        remove_empty(document)
        return f"consumer {entry.name}: no exchange"
    entry.value["exchange"] = {"from": [choices.one(applications).name], "models": _grants(choices, document)}
    entry.value.pop("grants", None)
    entry.value.pop("every_model", None)
    return f"consumer {entry.name}: exchange from {entry.value['exchange']['from']}"


def change_second_factor(choices: Choices, document: Document) -> str | None:
    """Ask a group for a second factor, or no more."""
    groups = document.entries("groups")
    if not groups:
        return None
    entry = choices.one(groups)
    section = document.section("second_factor", entry.team)
    if section.pop(entry.name, None) is None:
        section[entry.name] = choices.one(("otp", "passkey"))
    said = section.get(entry.name)
    document.tidy()
    return f"group {entry.name}: second factor {said}"


MOVES = (
    *(add, add, add, add, remove, add_model, remove_model, change_actions, change_grants, change_grants, change_groups),
    *(change_groups, change_auth, change_auth, change_key, change_key, change_key),
    *(change_exchange, change_second_factor),
)

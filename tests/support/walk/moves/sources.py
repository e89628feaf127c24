"""Issuers of workload tokens, identity providers and directories."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from tests.support.declarations.people_sources import ldap
from tests.support.walk import pools
from tests.support.walk.moves.access import set_key
from tests.support.walk.references import refer_to, remove_empty

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document, Tree

__all__ = ["MOVES"]

_KINDS = ("workload_issuers", "identity_providers", "federation")
_CLAIMS = ("groups", "roles", "resource.roles")
_VALUES = ("ml", "ML Team", "a/b", "Ann (Contractor)", "Bob & Sally")
_VENDORS = ("other", "ad", "rhds")


def add(choices: Choices, document: Document) -> str | None:
    """Declare one, in the environment's file."""
    kind = choices.one(_KINDS)
    section = document.section(kind)
    names = pools.ISSUERS if kind == "workload_issuers" else pools.SOURCES
    left = [name for name in names if name not in section]
    if not left:
        return None
    name = choices.one(left)
    match kind:
        case "workload_issuers":
            host = f"https://{name}.example.com"
            section[name] = {"type": choices.one(("oidc", "kubernetes")), "issuer": host, "jwks_url": f"{host}/jwks"}
        case "identity_providers":
            section[name] = _provider(choices, document)
        case _:
            section[name] = _directory(choices, document)
    return f"add {kind} {name}"


def remove(choices: Choices, document: Document) -> str | None:
    """Take one out."""
    kind = choices.one(_KINDS)
    names = list(document.tree.get(kind, {}))
    if not names:
        return None
    name = choices.one(names)
    del document.tree[kind][name]
    refer_to(document, kind, name, None)
    remove_empty(document)
    return f"remove {kind} {name}"


def retype(choices: Choices, document: Document) -> str | None:
    """Let an identity provider be of another kind, a directory of another vendor, an issuer of another type."""
    kind = choices.one(_KINDS)
    names = list(document.tree.get(kind, {}))
    if not names:
        return None
    name = choices.one(names)
    match kind:
        case "identity_providers":
            document.tree[kind][name] = _provider(choices, document)
            said = document.tree[kind][name]["type"]
        case "federation":
            said = document.tree[kind][name]["vendor"] = choices.one(_VENDORS)
        case _:
            issuer = document.tree[kind][name]
            said = issuer["type"] = "oidc" if issuer["type"] == "kubernetes" else "kubernetes"
    return f"{kind} {name} becomes {said}"


def change_key(choices: Choices, document: Document) -> str | None:
    """Change one optional key of an issuer or an identity provider."""
    kind = choices.one(_KINDS[:2])
    names = list(document.tree.get(kind, {}))
    if not names:
        return None
    name = choices.one(names)
    keys = pools.ISSUER_KEYS if kind == "workload_issuers" else pools.PROVIDER_KEYS
    return f"{kind} {name}: {set_key(choices, document.tree[kind][name], keys)}"


def change_members(choices: Choices, document: Document) -> str | None:
    """Map other claims, or other groups of a directory, to our groups."""
    kind = choices.one(_KINDS[1:])
    names = list(document.tree.get(kind, {}))
    if not names:
        return None
    name = choices.one(names)
    source: Tree = document.tree[kind][name]
    if kind == "identity_providers":
        source.pop("claims", None)
        if claims := _claims(choices, document, source["type"]):
            source["claims"] = claims
        return f"{kind} {name}: claims {claims}"
    source.pop("groups", None)
    if mapped := _mapped(choices, document):
        source["groups"] = {"dn": "ou=groups,dc=example,dc=com", "map": mapped}
    return f"{kind} {name}: groups {mapped}"


def _provider(choices: Choices, document: Document) -> Tree:
    provider = copy.deepcopy(choices.one(pools.PROVIDERS))
    if claims := _claims(choices, document, provider["type"]):
        provider["claims"] = claims
    return provider


def _directory(choices: Choices, document: Document) -> Tree:
    # A disabled one: Keycloak would ask a directory that is not there for everybody who logs in.
    return ldap(_mapped(choices, document), vendor=choices.one(_VENDORS), enabled=False)


def _claims(choices: Choices, document: Document, kind: str) -> Tree:
    groups = document.names("groups")
    if kind == "github" or not groups:
        return {}
    return {
        claim: {value: choices.one(groups) for value in choices.some(_VALUES, most=2)}
        for claim in choices.some(_CLAIMS, least=0, most=2)
    }


def _mapped(choices: Choices, document: Document) -> Tree:
    groups = document.names("groups")
    return {theirs: choices.one(groups) for theirs in choices.some(_VALUES, least=0, most=2)} if groups else {}


MOVES = (add, add, remove, retype, retype, change_key, change_members)

"""`moved` blocks: from where Terraform has something in its state to where it is declared now."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import OIDC

pytestmark = pytest.mark.unit

PERSON = {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}
GRANTS = {"fraud": ["predict"]}


TWO_SECRETS = {"method": "client_secret", "credentials": ["blue", "green"]}


def _was(former: str) -> dict[str, str]:
    return {"renamed_from": former} if former else {}


def declared(former: str, **names: str) -> dict[str, Any]:
    """Return a declaration in which each kind has one thing of a given name, and what they were called before."""
    was = _was(former)
    return {
        "models": {"fraud": {}, names["model"]: {"actions": ["predict", "explain"], **was}},
        "consumers": {
            names["consumer"]: {"auth": TWO_SECRETS, "grants": GRANTS, **_was(f"{former}-c" if former else "")}
        },
        "groups": {names["group"]: {**GRANTS, **was}},
        "people": {names["person"]: {**PERSON, "groups": [names["group"]], "grants": GRANTS, **was}},
        "applications": {names["application"]: {"redirect_uris": ["https://n.example.com/cb"], **was}},
        "identity_providers": {"corp": {**OIDC, "claims": {"groups": {"ML": names["group"]}}}},
    }


def addresses(json: dict[str, Any]) -> set[str]:
    """Return the addresses of all resources."""
    return {f"{kind}.{name}" for kind, every in json["resource"].items() for name in every}


def test_every_resource_moves_to_where_it_is_now() -> None:
    """What is moved was there before, is there no more by that name, and nothing else comes or goes with the name."""
    before = build_declaration(
        declare(**declared("", model="old", consumer="old-c", group="old", person="old", application="old"))
    ).json
    after = build_declaration(
        declare(**declared("old", model="new", consumer="new-c", group="new", person="new", application="new"))
    ).json
    whole = {block["from"]: block["to"] for block in after["moved"] if "[" not in block["from"]}
    assert set(whole) == addresses(before) - addresses(after)
    assert set(whole.values()) == addresses(after) - addresses(before)
    keys = {(block["from"].split(".")[0], _key(block["from"]), _key(block["to"])) for block in after["moved"]}
    of_clients = ("client", "client_default_scopes", "client_optional_scopes")
    assert {key for key in keys if key[1]} == {
        *(("keycloak_role", f"old:{action}", f"new:{action}") for action in ("predict", "explain")),
        *(
            (f"keycloak_openid_{kind}", f"old-c{green}", f"new-c{green}")
            for kind in of_clients
            for green in ("", "-green")
        ),
        *(("keycloak_user_roles", f"old-c{green}", f"new-c{green}") for green in ("", "-green")),
    }


def _key(address: str) -> str:
    return address.partition('["')[2].removesuffix('"]')


def test_nothing_moves_unasked() -> None:
    """Without `renamed_from` there is no block."""
    assert "moved" not in build_declaration(declare()).json

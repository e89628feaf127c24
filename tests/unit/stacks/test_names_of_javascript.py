"""The CDK runs in JavaScript, whose objects have properties from the start: no name is taken for one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.declaration_error import DeclarationError
from stacks.environment import Environment
from tests.support.declarations.people_sources import ldap
from tests.support.declarations.synthesis import synthesize_stacks

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.unit, pytest.mark.slow]

PLAIN = "ordinary"
NAMES = ("constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__proto__", "__defineGetter__")
PERSON = {"email": "pat@example.com", "first_name": "Pat", "last_name": "Taylor"}
PROVIDER = {"type": "oidc", "issuer": "https://login.example.com", "client_id": "ml"} | {
    key: f"https://login.example.com/{key}" for key in ("authorization_url", "token_url", "jwks_url")
}
GRANTED = {"fraud": ["predict"]}
GROUP = {"groups": {"analysts": GRANTED}}

PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "realm": lambda name: {"realm": {"name": name, "login": {"verify_email": False}}},
    "attribute": lambda name: {"realm": {"name": "ml", "attributes": {name: "x"}, "login": {"verify_email": False}}},
    "api": lambda name: {"api": {"client_id": name}},
    "apis": lambda name: {
        "api": None,
        "apis": {each: {"client_id": f"{each}-api", "audience": f"urn:ml:{each}"} for each in (name, "other")},
        "models": {"fraud": {"api": name}, "churn": {"api": "other"}},
    },
    "access role": lambda name: {"api": {"client_id": "scorer", "access_role": name}},
    "model": lambda name: {"models": {name: {}}},
    "former model": lambda name: {"models": {"fraud": {"renamed_from": name}}},
    "action": lambda name: {"models": {"fraud": {"actions": ["predict", name]}}},
    "role": lambda name: {"models": {"fraud": {"actions": ["predict"], "roles": {"predict": name}}}},
    "consumer": lambda name: {"consumers": {name: {"grants": GRANTED}}},
    "application": lambda name: {"applications": {name: {"redirect_uris": ["https://desk.example.com/cb"]}}},
    "person": lambda name: {"people": {name: PERSON}},
    "group": lambda name: {"groups": {name: GRANTED}, "people": {"pat": {**PERSON, "groups": [name]}}},
    "former group": lambda name: {**GROUP, "renamed_groups": {"analysts": name}, "external_people": True},
    "former person": lambda name: {"people": {"pat": {**PERSON, "renamed_from": name}}},
    "former application": lambda name: {
        "applications": {"desk": {"redirect_uris": ["https://desk.example.com/cb"], "renamed_from": name}}
    },
    "former consumer": lambda name: {"consumers": {"batch": {"grants": GRANTED, "renamed_from": name}}},
    "factor": lambda name: {"groups": {name: GRANTED}, "second_factor": {name: "otp"}, "external_people": True},
    "team": lambda name: {"teams": {name: {"consumers": {"batch": {"grants": GRANTED}}}}},
    "directory": lambda name: {**GROUP, "federation": {name: ldap({"ML": "analysts"})}},
    "directory's group": lambda name: {**GROUP, "federation": {"corp": ldap({name: "analysts"})}},
    "identity provider": lambda name: {**GROUP, "identity_providers": {name: _claiming("ml", "yes")}},
    "claim": lambda name: {**GROUP, "identity_providers": {"corp": _claiming(name, "yes")}},
    "claim's value": lambda name: {**GROUP, "identity_providers": {"corp": _claiming("ml", name)}},
    "workload issuer": lambda name: {
        "workload_issuers": {name: {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}}
    },
}


def _claiming(claim: str, value: str) -> dict[str, Any]:
    return {**PROVIDER, "claims": {claim: {value: "analysts"}}}


def _leaves(value: object) -> int:
    """Count the values of a document, and its keys."""
    if isinstance(value, dict):
        return len(value) + sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) + 1 if isinstance(value, list) else 1


def _written(place: str, name: str) -> int | None:
    """Return how many values are written of an environment; None where its name is refused."""
    given: dict[str, Any] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
        "models": {"fraud": {}},
        **PLACES[place](name),
    }
    try:
        environment = Environment.model_validate({key: value for key, value in given.items() if value is not None})
        return sum(_leaves(stack.json) for stack in synthesize_stacks("dev", environment).values())
    except (ValidationError, DeclarationError):
        return None


@pytest.mark.parametrize("place", PLACES)
def test_written_as_any_other(place: str) -> None:
    """A name of JavaScript's own is refused, or everything is written that is written of any other name."""
    expected = _written(place, PLAIN)
    assert expected
    assert {name: written for name in NAMES if (written := _written(place, name)) not in (None, expected)} == {}

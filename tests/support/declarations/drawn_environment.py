"""Environments as hypothesis draws them: small, deployable, and with everything that shapes a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from stacks.environment import Environment
from tests.support.declarations.later import MUCH_LATER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

__all__ = ["ACTIONS", "drawn_models", "environments", "environments_of_several"]

ACTIONS = ("predict", "explain", "manage")
_MODELS = ("fraud", "churn", "credit-scorer", "llm_7b")
_GROUPS = ("analysts", "leads")
_PEOPLE = ("ada", "bob", "cleo")
_APPLICATIONS = ("notebook", "dashboard", "mlflow")
_CONSUMERS = ("batch", "edge", "nightly", "assistant")
_LIFESPANS = ("2m", "3m", "90s")


@st.composite
def environments(
    draw: DrawFn, *, url: str, name: str = "drawn", models: dict[str, Any] | None = None, ending: bool = True
) -> Environment:
    """Draw an environment that passes every check.

    Args:
        draw: Of hypothesis.
        url: Base URL of its Keycloak.
        name: Name of its realm.
        models: Its models; left out, they are drawn.
        ending: Some grants end, and some have ended.
    """
    models = models or draw(drawn_models())
    grants, some = _grants(models, ending=ending), _grants(models, least=1, ending=ending)
    return Environment.model_validate(
        {
            "keycloak": {"url": url},
            "realm": {
                "name": name,
                "ssl_required": "external",
                "login": {"verify_email": False},
                "lifespans": {"access_token": "5m"},
                "signature_algorithm": draw(st.sampled_from(["ES256", "RS256", "ES384", "PS256"])),
                "compatibility": {"resource_access": draw(st.booleans())},
            },
            "api": draw(_api()),
            "models": models,
            "external_people": True,
            "groups": {group: draw(some) for group in _GROUPS},
            "people": {username: draw(_person(username, grants)) for username in _PEOPLE},
            "applications": {application: draw(_application()) for application in _APPLICATIONS},
            "consumers": draw(_consumers(some)),
            "teams": draw(st.sampled_from([{}, _team(models)])),
        }
    )


@st.composite
def environments_of_several(draw: DrawFn, *, url: str, name: str = "drawn") -> Environment:
    """Draw an environment of two APIs, each with some of the models, that passes every check.

    Args:
        draw: Of hypothesis.
        url: Base URL of its Keycloak.
        name: Name of its realm.
    """
    data = draw(environments(url=url, name=name)).model_dump(exclude_unset=True)
    other = {**draw(_api()), "client_id": "feature-store", "access_role": "store-access"}
    if other["audience"] == data["api"]["audience"]:
        other["audience"] = None
    data["apis"] = {"scoring": data.pop("api"), "features": other}
    names = list(data["models"])
    split = draw(st.integers(min_value=0, max_value=len(names)))
    for index, model in enumerate(names):
        data["models"][model]["api"] = "scoring" if index < split else "features"
    some = st.sampled_from([["scoring"], ["features"], ["features", "scoring"]])
    for part in (data, *data["teams"].values()):
        for holder in (*part.get("consumers", {}).values(), *part.get("people", {}).values()):
            holder["every_model"] = draw(some) if holder.get("every_model") else False
    return Environment.model_validate(data)


@st.composite
def drawn_models(draw: DrawFn) -> dict[str, Any]:
    """Draw models."""
    names = draw(st.lists(st.sampled_from(_MODELS), min_size=2, unique=True))
    found: dict[str, Any] = {
        model: {"actions": draw(st.lists(st.sampled_from(ACTIONS), min_size=1, unique=True))} for model in names
    }
    if draw(st.booleans()):
        found[names[0]]["renamed_from"] = "before"
    for model in draw(st.sets(st.sampled_from(names), max_size=1)):
        found[model]["roles"] = {found[model]["actions"][0]: f"ROLE_{model.upper()}"}
    return found


def _grants(models: dict[str, Any], least: int = 0, *, ending: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Grant some actions that the models have, by name and by `*`."""
    every = sorted({action for model in models.values() for action in model["actions"]})
    named: dict[str, Sequence[str]] = {model: props["actions"] for model, props in models.items()}
    choices = {key: _granted(actions, ending=ending) for key, actions in {**named, "*": every}.items()}
    return st.lists(st.sampled_from(sorted(choices)), min_size=least, unique=True).flatmap(
        lambda keys: st.fixed_dictionaries({key: choices[key] for key in keys})
    )


@st.composite
def _granted(draw: DrawFn, actions: Sequence[str], *, ending: bool) -> list[Any] | dict[str, Any]:
    """Grant some actions for good, or until a day; of some that day has passed long ago."""
    granted = draw(st.lists(st.sampled_from(actions), min_size=1, unique=True))
    until = draw(st.sampled_from([None, None, None, MUCH_LATER, "2020-12-31"])) if ending else None
    if until is None:
        return granted
    first = draw(st.integers(min_value=0, max_value=len(granted) - 1))
    for_a_time = {"actions": granted[first:], "until": until, "reason": "drawn for a test"}
    return [*granted[:first], for_a_time] if first else for_a_time


@st.composite
def _api(draw: DrawFn) -> dict[str, Any]:
    return {
        "client_id": "model-api",
        "audience": draw(st.sampled_from([None, "urn:example:api", "https://models.example.com"])),
        "introspection": draw(st.booleans()),
        "access_role": draw(st.sampled_from(["model-api-access", "Every:Model"])),
        "standard_flow": True,
        "redirect_uris": ["https://api.example.com/callback"],
        "service_accounts": draw(st.booleans()),
        "enabled": draw(st.sampled_from([True, True, False])),
        "lifespans": draw(_lifespans()),
    }


@st.composite
def _person(draw: DrawFn, username: str, grants: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    return {
        "email": f"{username}@example.com",
        "first_name": draw(st.sampled_from([username.capitalize(), "Zoë", "李"])),
        "last_name": "Example",
        "email_verified": draw(st.booleans()),
        "temporary_password": False,
        "groups": draw(st.lists(st.sampled_from(_GROUPS), unique=True)),
        "grants": draw(grants),
        "every_model": draw(st.booleans()),
    }


@st.composite
def _application(draw: DrawFn) -> dict[str, Any]:
    return {
        "type": draw(st.sampled_from(["public", "confidential"])),
        "redirect_uris": ["https://app.example.com/callback"],
        "userinfo": draw(st.booleans()),
        "groups_claim": draw(st.booleans()),
        "offline_access": draw(st.booleans()),
        "lifespans": draw(_lifespans()),
    }


@st.composite
def _consumers(draw: DrawFn, grants: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    auths: dict[str, dict[str, object]] = {
        "batch": {"method": "client_secret", "credentials": draw(st.sampled_from([["blue"], ["green", "blue"]]))},
        "edge": {"method": "mtls", "subject_dn": "CN=edge,O=Example"},
        "nightly": {"method": "private_key_jwt", "jwks_url": "https://nightly.example.com/jwks"},
        "assistant": {"method": "client_secret"},
    }
    found: dict[str, Any] = {
        name: {
            "auth": auths[name],
            "dpop": draw(st.sampled_from([None, True])) if auths[name]["method"] != "mtls" else None,
            "access_token_lifespan": draw(st.sampled_from([None, *_LIFESPANS])),
            "grants": draw(grants),
            "every_model": draw(st.booleans()),
        }
        for name in _CONSUMERS
    }
    traded, delegation = draw(grants), draw(st.booleans())
    # What a trader may do itself it could do for others: its own grants are among them.
    found["assistant"] |= {
        "every_model": False,
        "grants": {} if delegation else draw(st.sampled_from([{}, traded])),
        "exchange": {
            "from": draw(st.lists(st.sampled_from(_APPLICATIONS), min_size=1, unique=True)),
            "models": traded,
            "delegation": delegation,
        },
    }
    return found


def _team(models: dict[str, Any]) -> dict[str, Any]:
    """Return a team with one of everything; models without an owner are open to it."""
    model, props = next(iter(models.items()))
    granted = {model: [props["actions"][0]]}
    return {
        "risk": {
            "groups": {"riskers": granted},
            "people": {
                "dora": {
                    "email": "dora@example.com",
                    "first_name": "Dora",
                    "last_name": "Example",
                    "temporary_password": False,
                    "groups": ["riskers"],
                }
            },
            "applications": {"risk-ui": {"redirect_uris": ["https://risk.example.com/callback"]}},
            "consumers": {"risk-batch": {"grants": granted}},
        }
    }


@st.composite
def _lifespans(draw: DrawFn) -> dict[str, Any]:
    return draw(st.sampled_from([{}, *({"access_token": span} for span in _LIFESPANS)]))

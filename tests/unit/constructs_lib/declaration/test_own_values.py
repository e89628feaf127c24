"""What a deployment sets in a realm that was there before is known, with the key that keeps the value of before."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import pytest

from constructs_lib.declaration.own_values import OWN_VALUES, own_values_of
from constructs_lib.declaration.props import Props
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.environment import Environment
from stacks.kept import KeptProps
from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

# What a resource is called, whose it is, how Terraform treats it; and secrets, which nobody can keep by a value.
STRUCTURE = frozenset(
    {
        *("realm", "realm_id", "client_id", "username", "alias", "name", "id", "//", "for_each", "lifecycle"),
        *("depends_on", "client_secret", "client_secret_wo", "client_secret_wo_version", "auth"),
    }
)
CONSUMERS = {"batch": {"grants": {"fraud": ["predict"]}}}
PEOPLE = {"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "invite": False}}
UI = {"ui": {"redirect_uris": ["https://ui.example.com/cb"], "type": "confidential"}}
# Weaker than ours, by key.
WEAKER: dict[str, object] = {
    "realm.ssl_required": "none",
    "realm.login.registration": True,
    "realm.login.verify_email": False,
    "realm.login.duplicate_emails": True,
    "realm.login.edit_username": True,
    "realm.lifespans.access_token": "20m",
    "realm.lifespans.session_max": "31d",
    "realm.lifespans.offline_end": False,
    "realm.lifespans.offline_max": "31d",
    "realm.revoke_refresh_token": False,
    "realm.refresh_token_max_reuse": 1,
    "realm.password_policy": "length(8)",
    "realm.attributes": {"anything": "goes"},
    "realm.smtp": {"host": "mail.example.com", "sender": "ml@example.com", "encryption": "none"},
    "realm.brute_force.enabled": False,
    "realm.brute_force.max_failures": 101,
    "realm.brute_force.wait": "1s",
    "realm.brute_force.max_wait": "40s",
    "realm.brute_force.reset_after": "1s",
    "api.direct_access_grants": True,
    "api.redirect_uris": ["https://ui.example.com/*"],
    "api.web_origins": ["*"],
    "applications.*.redirect_uris": ["https://ui.example.com/*"],
    "applications.*.web_origins": ["*"],
    "people.*.email_verified": True,
    "people.*.temporary_password": False,
}
# A check refuses these as a whole, exempted or not.
REFUSED = {"realm.lifespans.access_code"}


def test_every_argument_of_ours_is_known() -> None:
    """Whatever the constructs write of a realm, a client or an account is in the table: a new one is added to it."""
    for features in (OLDEST, NEWEST):
        missing = {
            (kind, argument)
            for kind, body in _resources(features)
            for argument in _arguments("", body)
            if not own_values_of(kind, argument) and argument.rpartition(".")[2] not in STRUCTURE
        }
        assert missing == set()


def test_every_key_is_one_of_environment_files() -> None:
    """Nobody is told to write what is refused."""
    keys = set(_keys("", Environment))
    assert {each.key for each in OWN_VALUES if each.key} - keys == set()


def test_what_has_no_key_can_be_kept_all_the_same() -> None:
    """By its argument, in the way in which `make adopt` keeps it."""
    for each in OWN_VALUES:
        if each.key is None and each.is_kept:
            KeptProps(settings={each.resource: {"name": {each.argument: "value"}}})


def test_every_rule_is_one() -> None:
    """A rule that is renamed is renamed here."""
    assert {each.rule for each in OWN_VALUES if each.rule} - {rule.id for rule in RULES} == set()


def test_what_needs_an_exemption_is_tried() -> None:
    """Each key whose weaker value a guardrail objects to has one below."""
    assert {each.key for each in OWN_VALUES if each.key and each.rule} == WEAKER.keys() | REFUSED | {
        "applications.*.lifespans.offline_max"  # no longer than the realm's
    }


@pytest.mark.parametrize("key", sorted(WEAKER))
def test_weaker_value_is_objected_to(key: str) -> None:
    """By the rule that the table names, and by no check, so that an exemption with a reason keeps it."""
    rules = {each.rule for each in OWN_VALUES if each.key == key and each.rule}
    found = _broken(key, WEAKER[key]) - _broken_before()
    assert rules & found, (rules, found)


def _resources(features: ProviderFeatures) -> Iterator[tuple[str, dict[str, Any]]]:
    declaration = declare(
        consumers=CONSUMERS,
        people=PEOPLE,
        applications=UI,
        api={
            "client_id": "scorer",
            "standard_flow": True,
            "direct_access_grants": True,
            "redirect_uris": ["https://api.example.com/cb"],
        },
        realm={
            "name": "ml-prod",
            "login": {"verify_email": False, "locales": ["en"]},
            "attributes": {"frontendUrl": "https://sso.example.com"},
            "smtp": {"host": "mail.example.com", "sender": "ml@example.com"},
        },
    )
    known = {each.resource for each in OWN_VALUES}
    for kind, named in build_declaration(declaration, features).json["resource"].items():
        if kind in known - {"keycloak_realm_client_policy_profile"}:
            yield from ((kind, body) for body in named.values())


def _arguments(prefix: str, body: dict[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        path = f"{prefix}{name}"
        if prefix == "" and name == "security_defenses" and isinstance(value, dict):
            for block, inner in value.items():
                yield from _arguments(f"{name}.{block}.", inner)
        else:
            yield path


def _keys(prefix: str, model: type[Props]) -> Iterator[str]:
    hints = get_type_hints(model)
    for name in model.model_fields:
        yield f"{prefix}{name}"
        for suffix, below in _below(hints[name]):
            yield from _keys(f"{prefix}{name}{suffix}.", below)


def _below(annotation: Any) -> Iterator[tuple[str, type[Props]]]:  # noqa: ANN401 - a type
    if isinstance(annotation, type) and issubclass(annotation, Props):
        yield "", annotation
    suffix = ".*" if get_origin(annotation) is dict else ""
    for argument in get_args(annotation):
        for below, model in _below(argument):
            yield suffix + below, model


@lru_cache
def _broken_before() -> set[str]:
    return _broken(None, None)


def _broken(key: str | None, value: object) -> set[str]:
    data: dict[str, Any] = {
        "realm": {
            "name": "ml-prod",
            "login": {"verify_email": True},
            "brute_force": {"wait": "30s"},
            "smtp": {"host": "m.example.com", "sender": "a@b.com"},
        },
        "api": {"client_id": "scorer", "standard_flow": True, "redirect_uris": ["https://api.example.com/cb"]},
        "people": {"ada": dict(PEOPLE["ada"])},
        "applications": {"ui": dict(UI["ui"])},
        "consumers": CONSUMERS,
    }
    if key is not None:
        *path, last = key.replace("people.*", "people.ada").replace("applications.*", "applications.ui").split(".")
        place = data
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    configuration = Configuration({"prod": build_declaration(declare(**data)).json})
    return {rule.id for rule in RULES if list(rule.judge(configuration))}

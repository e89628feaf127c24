"""A realm that was adopted keeps what our defaults would change, and a guardrail says so."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.props import BruteForceProps, Declaration, LifespanProps, LoginProps, RealmProps
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.declarations import build, declare
from tests.support.declarations.told_changes import lines_of

pytestmark = pytest.mark.unit


def realm(**keys: Any) -> RealmProps:  # noqa: ANN401 - values of keys
    """Return a realm with more keys."""
    return RealmProps(name="ml-prod", **{"login": LoginProps(verify_email=False), **keys})


@pytest.mark.parametrize(
    ("kept", "argument", "value", "rule"),
    [
        (realm(revoke_refresh_token=False), "revoke_refresh_token", False, "KC-REFRESH-ROTATION"),
        (realm(refresh_token_max_reuse=1), "refresh_token_max_reuse", 1, "KC-REFRESH-ROTATION"),
        (
            realm(lifespans=LifespanProps(offline_end=False)),
            "offline_session_max_lifespan_enabled",
            False,
            "KC-SESSION-END",
        ),
        (
            realm(login=LoginProps(verify_email=False, registration=True)),
            "registration_allowed",
            True,
            "KC-SELF-REGISTRATION",
        ),
        (
            realm(login=LoginProps(verify_email=False, duplicate_emails=True)),
            "duplicate_emails_allowed",
            True,
            "KC-DUPLICATE-EMAILS",
        ),
        (
            realm(login=LoginProps(verify_email=False, edit_username=True)),
            "edit_username_allowed",
            True,
            "KC-EDIT-USERNAME",
        ),
    ],
)
def test_old_value_is_kept_and_said(kept: RealmProps, argument: str, value: object, rule: str) -> None:
    """The realm has it, and nobody keeps it without an exemption."""
    stack = build(realm=kept)
    assert stack.resource("keycloak_realm")[argument] == value
    assert build().resource("keycloak_realm")[argument] != value
    assert rule in _broken(stack.json)


def test_realm_without_lockout_has_no_block() -> None:
    """The provider turns the detection off where the block is missing."""
    stack = build(realm=realm(brute_force=BruteForceProps(enabled=False)))
    assert list(stack.resource("keycloak_realm")["security_defenses"]) == ["headers"]
    assert "KC-BRUTE-FORCE" in _broken(stack.json)


def test_lockout_without_end() -> None:
    """It is stricter against guessing, so that no guardrail objects."""
    stack = build(realm=realm(brute_force=BruteForceProps(permanent_lockout=True)))
    detection = stack.resource("keycloak_realm")["security_defenses"]["brute_force_detection"]
    assert detection["permanent_lockout"] is True
    assert "KC-BRUTE-FORCE" not in _broken(stack.json)


def test_what_is_kept_is_told() -> None:
    """Going back to Keycloak's defaults is a risk in words."""

    def declared(props: RealmProps) -> Declaration:
        return declare(realm=props)

    kept = realm(
        revoke_refresh_token=False,
        brute_force=BruteForceProps(enabled=False),
        lifespans=LifespanProps(offline_end=False),
    )
    assert lines_of(declared(realm()), declared(kept)) == [
        "! realm: end of offline sessions is now off (was: on)",
        "! realm: lockout after wrong passwords is now off (was: on)",
        "! realm: refresh tokens that work once is now off (was: on)",
    ]
    assert [line[0] for line in lines_of(declared(kept), declared(realm()))] == [" ", " ", " "]


def _broken(stack: dict[str, Any]) -> set[str]:
    configuration = Configuration({"stack": stack})
    return {rule.id for rule in RULES if list(rule.judge(configuration))}

"""What an apply is told to leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.expressions.ignored_changes import IgnoredChanges
from constructs_lib.guardrails.rules.expressions.unread import Unread
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

OTHERS = [rule for rule in RULES if not isinstance(rule, Unread | IgnoredChanges)]


@pytest.mark.parametrize(
    ("lifecycle", "names"),
    [
        ({"ignore_changes": ["ssl_required"]}, "ssl_required"),
        ({"ignore_changes": "all"}, "all"),
        ([{"ignore_changes": ["display_name", "password_policy", "ssl_required"]}], "password_policy, ssl_required"),
        ({"ignore_changes": [" ssl_required"]}, " ssl_required"),
        ({"ignore_changes": ["security_defenses[0].headers"]}, "security_defenses[0].headers"),
        ({"ignore_changes": ['extra_config["a.b"]']}, 'extra_config["a.b"]'),
        ({"ignore_changes": ["/**/ssl_required"]}, "/**/ssl_required"),
    ],
)
def test_ignored_changes_are_refused(lifecycle: object, names: str) -> None:
    """An argument that rules look at, and that no apply changes, is named."""
    realm = {"realm": "ml", "ssl_required": "all", "lifecycle": lifecycle}

    assert faults_of(IgnoredChanges(OTHERS), {"keycloak_realm.R": realm}) == [
        f"realm 'ml': changes are ignored: {names}"
    ]


def test_ignored_changes_of_others_pass() -> None:
    """What no rule looks at may be ignored, and what people change of their own account."""
    resources: dict[str, dict[str, Any]] = {
        "keycloak_realm.R": {"realm": "ml", "lifecycle": {"ignore_changes": ["display_name"]}},
        "keycloak_user.U": {"username": "ada", "lifecycle": {"ignore_changes": ["email_verified"]}},
        "vault_mount.M": {"token": "${var.t}", "lifecycle": {"ignore_changes": ["token"]}},
    }

    assert faults_of(IgnoredChanges(OTHERS), resources) == []

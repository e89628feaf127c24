"""KC-MAPPER-TARGETS."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.mapper_targets import MapperTargets
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

TARGETS = {
    "access.token.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
    "userinfo.token.claim": "false",
}


def mapper(config: dict[str, str], kind: str = "oidc-hardcoded-claim-mapper") -> dict[str, dict[str, Any]]:
    """Return a generic mapper."""
    arguments = {"name": "c", "protocol": "openid-connect", "protocol_mapper": kind, "config": config}
    return {"keycloak_generic_protocol_mapper.Claim": arguments}


@pytest.mark.parametrize("missing", ["access.token.claim", "introspection.token.claim", "userinfo.token.claim"])
def test_a_target_left_out_is_refused(missing: str) -> None:
    """A target that Keycloak would fill in is named."""
    config = {key: value for key, value in TARGETS.items() if key != missing}

    assert faults_of(MapperTargets(), mapper(config)) == [f"protocol mapper 'c': {missing} is left out"]


@pytest.mark.parametrize(
    ("config", "kind"),
    [
        (TARGETS, "oidc-hardcoded-claim-mapper"),
        ({"access.token.claim": "true", "introspection.token.claim": "true"}, "oidc-audience-resolve-mapper"),
        ({"role": "api.reader"}, "oidc-hardcoded-role-mapper"),
        ({}, "${var.kind}"),
    ],
)
def test_written_targets_pass(config: dict[str, str], kind: str) -> None:
    """Targets in full pass, and so does a kind of mapper that has none."""
    assert faults_of(MapperTargets(), mapper(config, kind)) == []

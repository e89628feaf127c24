"""KC-FULL-SCOPE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.full_scope import FullScope
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "fault"), [(True, "full scope is allowed"), (None, "full_scope_allowed is left out, which means true")]
)
def test_full_scope_is_refused(value: bool | None, fault: str) -> None:  # noqa: FBT001 - a parameter of the test
    """A client that allows full scope, be it by default, is named."""
    client = {"client_id": "ui", "full_scope_allowed": value}

    assert faults_of(FullScope(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize("value", [False, "${var.full}"])
def test_limited_scope_passes(value: bool | str) -> None:  # noqa: FBT001 - a parameter of the test
    """Switched off, or known only at apply, it passes."""
    client = {"client_id": "ui", "full_scope_allowed": value}

    assert faults_of(FullScope(), {"keycloak_openid_client.Ui": client}) == []

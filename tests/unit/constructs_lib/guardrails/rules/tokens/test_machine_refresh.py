"""KC-MACHINE-REFRESH."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.tokens.machine_refresh import MachineRefresh
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_refresh_tokens_are_refused() -> None:
    """A client whose own grant brings refresh tokens is named."""
    client = {"client_id": "batch", "use_refresh_tokens_client_credentials": True}

    assert faults_of(MachineRefresh(), {"keycloak_openid_client.Batch": client}) == [
        "client 'batch': the client credentials grant brings refresh tokens"
    ]


@pytest.mark.parametrize("value", [False, None, "${var.refresh}"])
def test_no_refresh_token_passes(value: bool | str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """Off, left out (off by default) or known only at apply, it passes."""
    client = {"client_id": "batch", "use_refresh_tokens_client_credentials": value}

    assert faults_of(MachineRefresh(), {"keycloak_openid_client.Batch": client}) == []

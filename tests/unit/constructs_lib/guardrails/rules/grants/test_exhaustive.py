"""KC-EXHAUSTIVE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.grants.exhaustive import Exhaustive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("resource_type", ["keycloak_user_roles", "keycloak_group_roles", "keycloak_user_groups"])
def test_left_out_is_refused(resource_type: str) -> None:
    """A grant that takes others away by default is named."""
    assert faults_of(Exhaustive(), {f"{resource_type}.Grant": {"realm_id": "ml"}}) == [
        f"realm 'ml', {resource_type}: exhaustive is left out, which means true"
    ]


@pytest.mark.parametrize("value", [False, True, "${var.exhaustive}"])
def test_written_out_passes(value: bool | str) -> None:  # noqa: FBT001 - a parameter of the test
    """What is written out is meant."""
    assert faults_of(Exhaustive(), {"keycloak_user_roles.Grant": {"exhaustive": value}}) == []

"""Whatever the constructs emit is read without Terraform too: else each deployment plans the stack."""

from __future__ import annotations

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import NEWEST, OLDEST, synthesize_stacks
from tools.recovery.made_again import MADE_AGAIN
from tools.recovery.natural_keys import FINDERS
from tools.runner.unchanged.covering import COVERED, COVERED_DATA, UncoveredError, realm_of

pytestmark = pytest.mark.unit


def test_every_emitted_type_is_covered() -> None:
    """A construct that emits another type comes with the reads that Terraform makes of it."""
    assert {*FINDERS, *MADE_AGAIN} - COVERED.keys() == set()


@pytest.mark.parametrize("features", [OLDEST, NEWEST], ids=["4.5.0", "5.9.0"])
def test_what_is_looked_up_is_covered(features: object) -> None:
    """A data source is read by each plan."""
    stacks = synthesize_stacks("demo", EnvironmentFiles().load("demo"), features)  # type: ignore[arg-type]
    assert {kind for stack in stacks.values() for kind in stack.json.get("data", {})} - COVERED_DATA.keys() == set()


def test_realm_of_a_resource() -> None:
    """Types name their realm in different ways; what names none is not covered."""
    assert realm_of("keycloak_realm", {"id": "ml", "realm": "ml"}) == "ml"
    assert realm_of("keycloak_oidc_identity_provider", {"realm": "ml"}) == "ml"
    assert realm_of("keycloak_role", {"realm_id": "ml"}) == "ml"
    with pytest.raises(UncoveredError):
        realm_of("keycloak_role", {"id": "ml"})

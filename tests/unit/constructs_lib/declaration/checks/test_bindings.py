"""What tokens are bound to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import declare, faults

pytestmark = pytest.mark.unit

MTLS = {"method": "mtls", "subject_dn": "CN=edge"}
GRANTS = {"fraud": ["predict"]}


def test_two_bindings_are_refused() -> None:
    """A key beside a certificate would be proven, and stand in no token."""
    edge = {"auth": MTLS, "dpop": True, "grants": GRANTS}
    for declaration in (declare(consumers={"edge": edge}), declare(teams={"ops": {"consumers": {"edge": edge}}})):
        assert faults(declaration) == [
            (
                "realm 'ml-prod', consumer 'edge': its tokens are bound to its certificate, and Keycloak binds them to "
                "no key beside it: remove dpop, or use another auth.method"
            )
        ]


@pytest.mark.parametrize("consumer", [{"auth": MTLS}, {"auth": MTLS, "dpop": False}, {"dpop": True}])
def test_one_binding_is_taken(consumer: dict[str, Any]) -> None:
    """Either is enough."""
    assert faults(declare(consumers={"edge": {**consumer, "grants": GRANTS}})) == []

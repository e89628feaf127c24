"""Which consumer a client in a plan is of."""

from __future__ import annotations

import pytest

from tools.access.planned.objects import Objects
from tools.access.planned.stack import Instance, PlannedStack

pytestmark = pytest.mark.unit


def client(client_id: str, authenticator: str = "client-secret", stack: str = "prod") -> Instance:
    """Return a consumer's client, as it will be."""
    return Instance(
        stack=stack,
        address=f'keycloak_openid_client.Access_Consumers_Client_0A1B2C3D["{client_id}"]',
        type="keycloak_openid_client",
        name="Access_Consumers_Client_0A1B2C3D",
        index=client_id,
        before=None,
        after={"client_id": client_id, "client_authenticator_type": authenticator, "standard_flow_enabled": False},
        replaced=False,
        references={},
        entry={},
    )


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (client("scorer"), client("scorer-green"), "scorer"),
        (client("scorer", "client-jwt"), client("scorer-green"), "scorer-green"),
        (client("scorer"), client("scorer-green", "client-jwt"), "scorer-green"),
        (client("scorer"), client("scorer-green", stack="prod-risk"), "scorer-green"),
    ],
)
def test_second_client(first: Instance, second: Instance, name: str) -> None:
    """A client is the second one of a consumer only where both have a secret, and one stack makes both."""
    stacks = [
        PlannedStack(stack, tuple(each for each in (first, second) if each.stack == stack))
        for stack in ("prod", "prod-risk")
    ]
    assert Objects(stacks).consumer_name(second) == name

"""Every principal of `environments/demo`, every model, every action, through a real Envoy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.access.test_matrix import DECLARED, EXPECTED, MODEL_ACTIONS
from tests.support.gateways.gateways import EnvoyGateway
from tests.support.realms.principals import Machine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.access_policy import ModelAction
    from tests.support.gateways.gateways import Gateway
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.principals import Principal

pytestmark = pytest.mark.e2e

# Written down by hand: where a model server has its actions by the Open Inference Protocol and its extensions.
PATHS = {
    "predict": "/v2/models/{}/infer",
    "explain": "/v2/models/{}/explain",
    "manage": "/v2/repository/models/{}/load",
}
PEOPLE = {name for access in DECLARED.accesses().values() for name in access.people}


@pytest.fixture(scope="module")
def widest(demo: LiveEnvironment, principals: Mapping[str, Principal]) -> dict[str, str]:
    """A token of each with everything that they may ask for; the access role has a row of its own below."""
    policy = demo.policy
    every = [pair.scope for pair in policy.model_actions]
    asked = {
        name: every if name in PEOPLE else [pair.scope for pair in policy.allowed_to_consumer(name)]
        for name in EXPECTED
    }
    return {name: demo.tokens.token(principals[name].ask(*scopes)).text for name, scopes in asked.items()}


@pytest.mark.parametrize("pair", MODEL_ACTIONS, ids=lambda pair: pair.role)
@pytest.mark.parametrize("name", EXPECTED)
def test_cell(
    principals: Mapping[str, Principal],
    guards: Mapping[str, Gateway],
    widest: dict[str, str],
    name: str,
    pair: ModelAction,
) -> None:
    """With all that one was granted one reaches exactly that."""
    expected = 200 if pair.role in EXPECTED[name] else 403
    envoy = _presented_by(principals[name], guards["envoy"])
    assert expected == envoy.call(PATHS[pair.action].format(pair.model), token=widest[name]).status


@pytest.mark.parametrize(("name", "expected"), [("edge-forecaster", 200), ("linus", 403)])
def test_access_role_opens_every_model(
    demo: LiveEnvironment,
    principals: Mapping[str, Principal],
    guards: Mapping[str, Gateway],
    name: str,
    expected: int,
) -> None:
    """Who holds the access role reaches every model; to ask for it without a grant opens nothing."""
    token = demo.tokens.token(principals[name].ask(demo.policy.served.access_roles["api"])).text
    envoy = _presented_by(principals[name], guards["envoy"])
    targets = [PATHS[pair.action].format(pair.model) for pair in MODEL_ACTIONS]
    assert dict.fromkeys(targets, expected) == {target: envoy.call(target, token=token).status for target in targets}


def _presented_by(principal: Principal, gateway: Gateway) -> Gateway:
    """Return the gateway as somebody calls it: a machine by its own connection, with its certificate if it has one."""
    if isinstance(principal, Machine) and isinstance(gateway, EnvoyGateway):
        return gateway.with_certificate(principal.http) if principal.has_certificate else gateway
    return gateway

"""The ten cases of the end-to-end proof, with tokens of a real realm, at every gateway."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import CLOCK_SKEW_S, CONSUMER, GATEWAYS, GRANTED, KEY_CACHE_S
from tests.support.gateways.presented_tokens import PresentedTokens
from tests.support.servers.patience import PATIENCE_S
from tools.demo.disturbance import Disturbance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.gateways.gateways import Gateway
    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = pytest.mark.e2e

INFER = "/v2/models/fraud-detector/infer"
WRONG_MODEL = "/v2/models/credit-scorer/infer"

# What is presented, for which path, the answer, and who answers otherwise.
CASES: dict[str, tuple[Callable[[PresentedTokens], str | None], str, int, dict[str, int]]] = {
    "no token": (lambda _: None, INFER, 401, {}),
    "a token for another API": (lambda tokens: tokens.for_another_api, INFER, 401, {"envoy": 403}),
    "an expired token": (lambda tokens: tokens.expired, INFER, 401, {}),
    "a token with alg none": (lambda tokens: tokens.unsigned, INFER, 401, {}),
    "a token of another realm": (lambda tokens: tokens.of_another_realm, INFER, 401, {}),
    "the right token for the wrong model": (lambda tokens: tokens.right, WRONG_MODEL, 403, {}),
    "the right token": (lambda tokens: tokens.right, INFER, 200, {}),
    "a token from after the revocation": (lambda tokens: tokens.after_revocation, INFER, 403, {}),
    "an ended token from before the revocation": (lambda tokens: tokens.before_revocation, INFER, 401, {}),
    "a token from after the grant came back": (lambda tokens: tokens.after_restoration, INFER, 200, {}),
}


@pytest.fixture(scope="module")
def presented(demo: LiveEnvironment) -> PresentedTokens:
    """All tokens of the table."""
    return PresentedTokens.collect(demo, CONSUMER, GRANTED, clock_skew_s=CLOCK_SKEW_S)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", GATEWAYS)
def test_answer(guards: Mapping[str, Gateway], presented: PresentedTokens, name: str, case: str) -> None:
    """Each gateway answers as the table says, and what it refuses never reaches the model server."""
    choose, target, status, otherwise = CASES[case]
    expected = otherwise.get(name, status)
    answer = guards[name].call(target, token=choose(presented))
    assert (expected, target if expected == 200 else None) == (answer.status, answer.reached)


def test_served_while_keys_rotate(demo: LiveEnvironment, guards: Mapping[str, Gateway]) -> None:
    """A key that is published before it signs is known to every gateway in time; the old one's tokens go on."""
    disturbance, machine = Disturbance(demo.admin, demo.realm), demo.machine(CONSUMER)
    old = machine.ask(GRANTED.scope).json()["access_token"]
    with disturbance.published_key():
        time.sleep(KEY_CACHE_S + 1)
        disturbance.sign_with_published_key()
        new = machine.ask(GRANTED.scope).json()["access_token"]
        assert new.split(".")[0] != old.split(".")[0], "the same key signs: nothing was rotated"
        answers = {name: (_served(guard, new), guard.call(INFER, token=old).status) for name, guard in guards.items()}
    assert dict.fromkeys(GATEWAYS, (True, 200)) == answers


def _served(guard: Gateway, token: str) -> bool:
    """Whether the token is taken, at the latest when a busy machine's gateway has fetched the keys."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if guard.call(INFER, token=token).status == 200:
            return True
        time.sleep(0.5)
    return False

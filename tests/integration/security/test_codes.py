"""Authorization codes: once, soon, and by who asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.support.baseline.answers import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.fixture
def code_lifespan(prod: ProdRealm) -> Iterator[int]:
    """How long a code lives here, in seconds; while the test runs it is one, so that nobody waits for a minute."""
    path = f"realms/{prod.name}"
    deployed = int(prod.settings()["accessCodeLifespan"])
    prod.admin.request("PUT", path, json={"accessCodeLifespan": 1})
    yield deployed
    prod.admin.request("PUT", path, json={"accessCodeLifespan": deployed})


@pytest.mark.baseline(2)
def test_code_is_redeemed_once(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A second attempt is refused, and ends what the first one got."""
    flow = prod.flow()
    code = flow.authorize()["code"]
    first = flow.redeem(code)
    assert answer_of(first) == "200 token"
    assert shown.here(answer_of(flow.redeem(code))) == "400 invalid_grant"
    assert answer_of(flow.refresh(first.json()["refresh_token"])) == "400 invalid_grant"


@pytest.mark.baseline(3)
def test_code_dies_within_a_minute(prod: ProdRealm, code_lifespan: int, shown: ShownAnswers) -> None:
    """The deployed lifespan is a minute at the most, and Keycloak takes no code past its lifespan."""
    assert code_lifespan <= 60
    flow = prod.flow()
    code = flow.authorize()["code"]
    time.sleep(2.1)  # Keycloak counts in whole seconds
    assert shown.here(answer_of(flow.redeem(code))) == "400 invalid_grant"


@pytest.mark.baseline(8)
@pytest.mark.parametrize("verifier", [None, "v" * 43], ids=["none", "another"])
def test_code_without_its_verifier_is_refused(
    prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers, verifier: str | None
) -> None:
    """Whoever intercepts a code cannot redeem it; by default it needs no verifier."""
    flow = prod.flow()
    stolen = flow.redeem(flow.authorize()["code"], code_verifier=verifier)
    assert shown.here(answer_of(stolen)) == "400 invalid_grant"
    other = defaults.flow()
    code = other.authorize(code_challenge=None, code_challenge_method=None)["code"]
    assert shown.by_default(answer_of(other.redeem(code, code_verifier=None))) == "200 token"

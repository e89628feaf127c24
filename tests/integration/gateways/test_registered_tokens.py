"""Tokens of clients that registered themselves and say how long these live: no longer than the realm's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ClientRegistrationProps
from constructs_lib.gateways.presets.envoy_many_routes import FEW_ROUTES
from tests.support.declarations.declarations import MANY_MODELS, MODELS, REALM, declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"
REGISTRATION = ClientRegistrationProps.model_validate(
    {"redirect_hosts": ["127.0.0.1"], "scopes": {"fraud": ["predict"]}, "max_clients": 50}
)
OPEN_REALM = REALM.model_copy(update={"client_registration": REGISTRATION})
NOBODY: dict[str, object] = {"client_id": None, "azp": "6f1c", "typ": "Bearer"}
LIFE_S = 300
# The header's type, how long it lives and has lived, more claims, and whether it is taken.
CASES: dict[str, tuple[str, int, int, dict[str, object], bool]] = {
    "as the realm's": ("JWT", LIFE_S, 0, NOBODY, True),
    "longer": ("JWT", LIFE_S + 1, 0, NOBODY, False),
    "to the session's end": ("JWT", 36_000, 0, NOBODY, False),
    "longer, nearly over": ("JWT", 36_000, 35_950, NOBODY, False),
    "longer, of our type": ("at+jwt", 36_000, 0, NOBODY, False),
    "of our type": ("at+jwt", LIFE_S, 0, NOBODY, False),
    "an ID token": ("JWT", LIFE_S, 0, {**NOBODY, "typ": "ID"}, False),
    "of a declared client": ("at+jwt", LIFE_S, 0, {"client_id": "batch"}, True),
}


@pytest.fixture(scope="module")
def registered(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Gateway]]:
    """Gateways of a realm in which clients register; Envoy before few models and before many."""
    folder = tmp_path_factory.mktemp("registered")
    few, many = (site.api(declare(realm=OPEN_REALM, models=models)) for models in (MODELS, MANY_MODELS))
    assert len(many.routes) > FEW_ROUTES
    with (
        EnvoyGateway.start(folder / "few", few, site.upstream) as envoy,
        EnvoyGateway.start(folder / "many", many, site.upstream) as before_many,
    ):
        fastapi = FastApiGateway.load(folder / "fastapi", few)
        yield {"envoy": envoy, "envoy before many": before_many, "fastapi": fastapi}


@pytest.mark.parametrize("case", CASES)
def test_no_token_outlives_those_of_the_realm(site: Site, registered: Mapping[str, Gateway], case: str) -> None:
    """Whoever lost a role is let through as long as the realm says, whatever an agent asked for."""
    kind, life, lived, more, taken = CASES[case]
    token = _token(site, kind, life, lived, more)
    statuses = {name: gateway.call(INFER, token=token).status for name, gateway in registered.items()}
    refused = {"envoy": 403, "envoy before many": 403, "fastapi": 401}
    assert statuses == (dict.fromkeys(registered, 200) if taken else refused)


def test_declared_clients_are_as_before(site: Site, tmp_path: Path) -> None:
    """Where nobody registers, such a token is refused, and no life is compared."""
    with EnvoyGateway.start(tmp_path, site.api(), site.upstream) as envoy:
        tokens = (_token(site, "JWT", LIFE_S, 0, NOBODY), _token(site, "at+jwt", 36_000, 0, {}))
        assert [envoy.call(INFER, token=token).status for token in tokens] == [403, 200]


def _token(site: Site, kind: str, life: int, lived: int, more: dict[str, object]) -> str:
    start = int(site.issuer.claims()["iat"]) - lived
    return site.issuer.token("fraud:predict", header={"typ": kind}, iat=start, exp=start + life, **more)

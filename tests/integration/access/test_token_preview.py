"""What a preview says of a token is what Keycloak puts into it: environments, principals and scopes are drawn.

A wrong preview would be worse than none: every claim but times and ids is compared, and so is the size.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import preview
from tests.support.declarations.drawn_environment import environments, environments_of_several
from tests.support.declarations.drawn_requests import DrawnRequest, requests
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.minted import Minting
from tests.support.seeded import drawn
from tests.support.tokens.previewed import differences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

CASES = 60
"""Requests for each environment that is deployed."""

DRAWN = (4, 7, 8, 10, 15)
"""Environments of the long test: of all that were drawn, those that have every algorithm, teams, and a disabled API."""


@pytest.mark.parametrize("number", [12, *(pytest.param(number, marks=pytest.mark.long) for number in DRAWN)])
def test_preview_is_the_token(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path, number: int) -> None:
    """Header, claims, lifespan and size of each token are those of its preview; so is each refusal."""
    environment = drawn(environments(url=keycloak.url, name=f"preview-{number}"), number)
    _compare(environment, keycloak, private, tmp_path, number)


@pytest.mark.long
@pytest.mark.parametrize("number", [2, 3])
def test_preview_is_the_token_of_several_apis(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path, number: int
) -> None:
    """So it is where a realm has several APIs: a token is for those whose scopes are granted, and for no other."""
    environment = drawn(environments_of_several(url=keycloak.url, name=f"several-{number}"), number)
    _compare(environment, keycloak, private, tmp_path, number)


def _compare(
    environment: Environment, keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path, number: int
) -> None:
    asked = drawn(st.lists(requests(environment), min_size=CASES, max_size=CASES, unique_by=_identity), number)
    with applied(environment, keycloak=keycloak, private=private, folder=tmp_path) as live:
        review, minting = AccessReview(live.environment), Minting(live)
        wrong = [
            f"{_identity(request)}: {different}"
            for request in asked
            for different in differences(
                preview(review, request.principal, request.client, request.scopes, keycloak_url=keycloak.url),
                minting.ask(request),
            )
        ]
    assert wrong == [], "\n".join(wrong)


@contextmanager
def applied(
    environment: Environment, *, keycloak: KeycloakServer, private: PrivateSide, folder: Path
) -> Iterator[LiveEnvironment]:
    """Apply an environment for a while."""
    name = environment.realm.name
    live = LiveEnvironment.apply(environment, realm=name, folder=folder, keycloak=keycloak, private=private)
    try:
        yield live
    finally:
        keycloak.admin.delete_realm(live.realm)


def _identity(request: DrawnRequest) -> tuple[str, str, str, tuple[str, ...]]:
    return request.principal.name, request.client.kind, request.client.client_id, request.scopes

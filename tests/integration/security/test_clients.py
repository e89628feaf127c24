"""All clients of the realm: a test of what no client may do tries each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import BUILT_IN, CONSOLES, EVERY_CLIENT, OURS
from tests.support.tokens.tokens import claims_of

if TYPE_CHECKING:
    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.mark.baseline(4, 5, 6, 10)
def test_every_client_is_tried(prod: ProdRealm) -> None:
    """A client that the tests do not know of is a failure: a new Keycloak may bring one."""
    assert prod.clients() == sorted(EVERY_CLIENT)


@pytest.mark.baseline(13)
def test_keycloaks_own_clients_may_ask_for_nothing_more(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Those that log somebody in have no optional scope; ours have exactly what they were given."""
    found = {client["clientId"]: client for client in prod.admin.get(f"realms/{prod.name}/clients").json()}
    assert [found[name]["optionalClientScopes"] for name in (*CONSOLES, "admin-cli")] == [[]] * 4
    assert [name for name in OURS if found[name]["fullScopeAllowed"]] == []
    # Those of an administrator: one logs in to the Admin Console, the other has no way left to log in.
    assert sorted(name for name in BUILT_IN if found[name]["fullScopeAllowed"]) == [
        "admin-cli",
        "security-admin-console",
    ]
    shown.here("full scope: Keycloak's admin-cli and security-admin-console")


@pytest.mark.baseline(19)
@pytest.mark.parametrize("client", CONSOLES)
def test_tokens_of_keycloaks_own_clients_open_no_model(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """They are for the account, or for administration, and hold no role of the API."""
    claims = claims_of(prod.flow(client).tokens())
    audience = claims.get("aud", "none")
    assert str(prod.live.environment.sole_api.audience) not in str(audience)
    assert "roles" not in claims
    shown.here(f"Keycloak's own: aud: {audience}")

"""All clients of the realm: a test of what no client may do tries each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from tests.integration.security.prod_realm import BUILT_IN, CONSOLES, EVERY_CLIENT, OURS, SCOPE
from tests.support.baseline.answers import answer_of
from tests.support.tokens.tokens import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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
@pytest.mark.parametrize("scope", [TOKEN_SCOPE, SCOPE])
@pytest.mark.parametrize("client", CONSOLES)
def test_keycloaks_own_clients_may_not_ask_for_our_scopes(
    prod: ProdRealm, shown: ShownAnswers, client: str, scope: str
) -> None:
    """Neither the scope that shapes our tokens nor one of a model is theirs to ask for."""
    answer = prod.flow(client).request(scope=f"openid {scope}")
    assert shown.here(f"Keycloak's own, our scopes: {answer_of(answer)}").endswith("302 invalid_scope")


@pytest.fixture(params=CONSOLES)
def opened(prod: ProdRealm, request: pytest.FixtureRequest) -> Iterator[str]:
    """A client of Keycloak's to which an administrator gave our scopes by hand."""
    scopes = {each["name"]: each["id"] for each in prod.admin.get(f"realms/{prod.name}/client-scopes").json()}
    at = f"realms/{prod.name}/clients/{prod.client_uuid(request.param)}/default-client-scopes"
    for name in (TOKEN_SCOPE, SCOPE):
        prod.admin.request("PUT", f"{at}/{scopes[name]}")
    yield request.param
    for name in (TOKEN_SCOPE, SCOPE):
        prod.admin.request("DELETE", f"{at}/{scopes[name]}")


@pytest.mark.baseline(19)
def test_our_scopes_by_hand_at_keycloaks_clients(prod: ProdRealm, opened: str, shown: ShownAnswers) -> None:
    """Who may change clients can have them issue tokens for the API, to their own addresses: the audit says so."""
    claims = claims_of(prod.flow(opened).tokens())
    assert str(prod.live.environment.sole_api.audience) in str(claims.get("aud"))
    shown.here(f"{opened}, our scopes by hand: roles: {claims.get('roles', 'none')}")


@pytest.mark.baseline(19)
@pytest.mark.parametrize("client", CONSOLES)
def test_tokens_of_keycloaks_own_clients_open_no_model(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """They are for the account, or for administration, and hold no role of the API."""
    claims = claims_of(prod.flow(client).tokens())
    audience = claims.get("aud", "none")
    assert str(prod.live.environment.sole_api.audience) not in str(audience)
    assert "roles" not in claims
    shown.here(f"Keycloak's own: aud: {audience}")

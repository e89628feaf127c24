"""Tokens in use: revoked, introspected, and in the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import BATCH, PORTAL, SCOPE, TRAINER
from tests.support.baseline.answers import answer_of
from tests.support.tokens.tokens import claims_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm
    from tests.support.realms.oauth_realm import OAuthRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.fixture
def introspection(prod: ProdRealm) -> Iterator[None]:
    """The API may introspect, as `introspection: true` lets it: the very mapper that is synthesized for it."""
    (scope,) = [
        scope["id"]
        for scope in prod.admin.get(f"realms/{prod.name}/client-scopes").json()
        if scope["name"] == "ml-base"
    ]
    path = f"realms/{prod.name}/client-scopes/{scope}/protocol-mappers/models"
    prod.admin.request("POST", path, json=prod.introspection_mapper)
    yield
    (mapper,) = [mapper["id"] for mapper in prod.admin.get(path).json() if mapper["name"] == "introspection"]
    prod.admin.request("DELETE", f"{path}/{mapper}")


def userinfo(realm: OAuthRealm, token: str) -> httpx.Response:
    """Ask who somebody is, with a bearer token."""
    return realm.http.get(realm.url("userinfo"), headers={"Authorization": f"Bearer {token}"})


@pytest.mark.baseline(11)
@pytest.mark.usefixtures("introspection")
def test_revoked_token_is_dead(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The API hears at once that a token is not active any more."""
    token = prod.token(TRAINER)
    assert prod.introspect(token)["active"] is True
    assert prod.post("revoke", token=token, **prod.credentials(TRAINER)).status_code == 200
    assert prod.introspect(token) == {"active": False}
    shown.here("200, then active: false")


@pytest.mark.baseline(11)
@pytest.mark.usefixtures("introspection")
def test_token_of_another_client_cannot_be_revoked(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Nobody ends what belongs to another."""
    token = prod.token(TRAINER)
    answer = prod.post("revoke", token=token, **prod.credentials(BATCH))
    assert shown.here(f"another's: {answer_of(answer)}") == "another's: 400 invalid_request"
    assert prod.introspect(token)["active"] is True


@pytest.mark.baseline(24)
def test_other_tokens_are_no_access_tokens(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """An ID token and a refresh token open nothing, where an access token does."""
    ours, theirs = prod.flow().tokens().json(), defaults.flow().tokens().json()
    assert userinfo(defaults, theirs["access_token"]).status_code == 200
    for kind in ("id_token", "refresh_token"):
        assert shown.here(str(userinfo(prod, ours[kind]).status_code)) == "401"
        assert shown.by_default(str(userinfo(defaults, theirs[kind]).status_code)) == "401"


@pytest.mark.baseline(27)
def test_token_in_a_query_string_is_not_read(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Query strings end up in logs: a token that opens the door in a header does not do so there."""
    ours, theirs = (str(flow.tokens().json()["access_token"]) for flow in (prod.flow(), defaults.flow()))
    assert shown.here(str(prod.get("userinfo", access_token=ours).status_code)) == "401"
    assert userinfo(defaults, theirs).status_code == 200
    assert shown.by_default(str(defaults.get("userinfo", access_token=theirs).status_code)) == "401"


@pytest.mark.baseline(28)
@pytest.mark.usefixtures("introspection")
def test_introspection_serves_the_api_alone(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A client that is not the audience learns nothing of a token."""
    token = prod.token(TRAINER)
    for client in (PORTAL, BATCH):
        assert prod.introspect(token, client) == {"active": False}
    shown.here("active: false")
    ours = prod.introspect(token)
    assert (ours["active"], ours["roles"], ours["scope"]) == (True, ["fraud-detector:predict"], SCOPE)


@pytest.mark.baseline(28)
def test_api_is_no_audience_by_its_name(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Where `audience` is not the client id, and `introspection` is not asked for, the API learns nothing either."""
    assert prod.introspect(prod.token(TRAINER)) == {"active": False}
    shown.here("active: false")


@pytest.mark.baseline(28)
def test_admin_console_tokens_are_told_of(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A token of the Admin Console, which has full scope, is told of to each client that its person has a role of."""
    console = prod.flow("security-admin-console").tokens().json()["access_token"]
    told = prod.introspect(console)
    assert (told["active"], claims_in(console).get("aud"), "roles" in told) == (True, None, False)
    shown.here("token of the Admin Console: active: true, without roles")

"""What the realm tells strangers, and what it takes from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from stacks.installed_features import installed_features
from tests.integration.security.prod_realm import NOTEBOOK, SCOPE, TRAINER
from tests.support.baseline.answers import answer_of
from tests.support.declarations.synthesis import NEWEST, synthesize_stacks
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm
    from tests.support.realms.oauth_realm import OAuthRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.mark.baseline(9)
@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("openid-connect", {"redirect_uris": ["https://evil.example.com/callback"]}),
        ("default", {"clientId": "evil", "redirectUris": ["https://evil.example.com/callback"]}),
    ],
)
def test_nobody_registers_a_client(prod: ProdRealm, shown: ShownAnswers, kind: str, wanted: dict[str, object]) -> None:
    """Dynamic registration needs a token that nobody has."""
    before = prod.clients()
    answer = prod.http.post(f"{prod.endpoints.issuer}/clients-registrations/{kind}", json=wanted)
    assert shown.here(answer_of(answer)) == "403 insufficient_scope"
    assert prod.clients() == before


@pytest.mark.baseline(26)
def test_metadata_names_the_issuer(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Each form of the metadata has the issuer that tokens have."""
    issuer = prod.endpoints.issuer
    root, path = issuer.split("/realms/")
    urls = [
        prod.endpoints.discovery_url,
        f"{issuer}/.well-known/oauth-authorization-server",
        f"{root}/.well-known/oauth-authorization-server/realms/{path}",
    ]
    for url in urls:
        answer = prod.http.get(url)
        assert shown.here(f"{answer.status_code}, issuer equal") == "200, issuer equal"
        assert answer.json()["issuer"] == issuer


@pytest.mark.baseline(29)
def test_foreign_origin_reads_nothing(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A page of another origin gets no token, and no permission to read an answer."""
    headers = {"Origin": "https://evil.example.com"}
    for client in (TRAINER, prod.api):
        form = {"grant_type": "client_credentials", **prod.credentials(client)}
        answer = prod.http.post(prod.url("token"), data=form, headers=headers)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert shown.here(answer_of(answer)) == "403 Invalid origin"
    flow = prod.flow(NOTEBOOK)
    form = {"grant_type": "refresh_token", "refresh_token": "x", **flow.credentials}
    assert "Access-Control-Allow-Origin" not in prod.http.post(prod.url("token"), data=form, headers=headers).headers


@pytest.mark.baseline(30)
def test_logout_is_not_forced(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A link alone logs nobody out, and sends nobody elsewhere."""
    flow = prod.flow()
    flow.authorize()
    assert shown.here(answer_of(flow.browser.get(prod.url("logout")))) == "200 logout page"
    assert answer_of(flow.request()) == "302 code"
    elsewhere = {"client_id": NOTEBOOK, "post_logout_redirect_uri": "https://evil.example.com"}
    assert shown.here(answer_of(flow.browser.get(prod.url("logout"), params=elsewhere))) == "400 error page"


@pytest.fixture
def public_over_http(prod: ProdRealm, defaults: DefaultRealm) -> Iterator[None]:
    """Both realms have a public URL without TLS."""
    for realm in (prod, defaults):
        realm.set_front_end(realm.admin.url)
    yield
    for realm in (prod, defaults):
        realm.set_front_end()


def ask_over_http(realm: OAuthRealm, credentials: dict[str, str]) -> httpx.Response:
    """Ask for a token on the listener without TLS."""
    with httpx.Client(trust_env=False, timeout=PATIENCE_S) as http:
        url = RealmEndpoints(realm.admin.url, realm.name).token_endpoint
        return http.post(url, data={"grant_type": "client_credentials", **credentials})


@pytest.mark.baseline(32)
@pytest.mark.usefixtures("public_over_http")
def test_plain_http_is_refused(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Not even a request from this machine is taken; by default private addresses need no TLS."""
    answer = ask_over_http(prod, prod.credentials(TRAINER))
    assert shown.here(f"public URL http: {answer_of(answer)}") == "public URL http: 403 invalid_request"
    answer = ask_over_http(defaults, defaults.credentials)
    assert shown.by_default(f"public URL http: {answer_of(answer)}") == "public URL http: 200 token"


@pytest.mark.baseline(32)
def test_https_public_url_hides_plain_http(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The gap: where the public URL is https, Keycloak does not look at how a request came in."""
    answer = ask_over_http(prod, prod.credentials(TRAINER))
    assert shown.here(f"public URL https: {answer_of(answer)}") == "public URL https: 200 token"


@pytest.fixture
def unlisted(prod: ProdRealm) -> Iterator[None]:
    """The realm's scopes as a provider sets them that knows `include_in_openid_provider_metadata`."""
    path = f"realms/{prod.name}/client-scopes"
    stack = synthesize_stacks("prod", prod.live.environment, NEWEST)["prod"]
    hidden = [scope["include_in_openid_provider_metadata"] for scope in stack.resources("keycloak_openid_client_scope")]
    assert hidden == [False] * len(hidden)
    ours = [scope for scope in prod.admin.get(path).json() if is_ours(str(scope["name"]))]
    for scope in ours:
        attributes = {**scope["attributes"], "include.in.openid.provider.metadata": "false"}
        prod.admin.request("PUT", f"{path}/{scope['id']}", json={**scope, "attributes": attributes})
    yield
    for scope in ours:
        attributes = {**scope["attributes"], "include.in.openid.provider.metadata": "true"}
        prod.admin.request("PUT", f"{path}/{scope['id']}", json={**scope, "attributes": attributes})


def is_ours(scope: str) -> bool:
    """Whether a scope is one that was declared."""
    return scope.startswith("model.") or scope in {"model-api-access", "ml-base"}


def listed(prod: ProdRealm) -> int:
    """Return how many of our scopes strangers read of."""
    found = prod.http.get(prod.endpoints.discovery_url).json()["scopes_supported"]
    return sum(map(is_ours, found))


@pytest.mark.baseline(42)
def test_discovery_lists_models_unless_told_otherwise(prod: ProdRealm, shown: ShownAnswers) -> None:
    """The gap, with provider 5.8 and older: `scopes_supported` names each model and action."""
    if installed_features().scope_metadata:
        assert listed(prod) == 0
    else:
        assert listed(prod) == 4
    shown.here("older provider: models in scopes_supported")


@pytest.mark.baseline(42)
@pytest.mark.usefixtures("unlisted")
def test_discovery_need_not_list_models(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Left out, they are there for those who know their names."""
    assert listed(prod) == 0
    answer = prod.ask(TRAINER, grant_type="client_credentials", scope=SCOPE)
    assert answer_of(answer) == "200 token"
    shown.here("provider 5.9: none in scopes_supported")

"""What each gateway refuses, with what answer, and that nothing of it reaches the model server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway
    from tests.support.servers.token_issuer import TokenIssuer

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"
GATEWAYS = ("envoy", "oauth2-proxy", "fastapi")

# It checks neither; the realm's other tokens hold no `roles`, and its roles are always a list.
GAP = 200

# No token passes: what is wrong with it, how it is made, and who answers otherwise than 401.
TOKENS: dict[str, tuple[Callable[[TokenIssuer], str | None], dict[str, int]]] = {
    "none": (lambda _: None, {}),
    "empty": (lambda _: "", {}),
    "not a JWT": (lambda _: "abc", {}),
    "expired": (lambda issuer: issuer.token("fraud:predict", exp=int(time.time()) - 60), {}),
    "without expiry": (lambda issuer: issuer.token("fraud:predict", exp=None), {}),
    "not yet valid": (lambda issuer: issuer.token("fraud:predict", nbf=int(time.time()) + 600), {}),
    "unsigned": (lambda issuer: issuer.unsigned_token("fraud:predict"), {}),
    "signed by a key that is not published": (lambda issuer: issuer.forged_token("fraud:predict"), {}),
    "of an algorithm that is not the realm's": (lambda issuer: issuer.rsa_token("fraud:predict"), {"envoy": 403}),
    "of another issuer": (lambda issuer: issuer.token("fraud:predict", iss="https://sso.example.com/realms/x"), {}),
    "for another audience": (lambda issuer: issuer.token("fraud:predict", aud="billing"), {"envoy": 403}),
    "for no audience": (lambda issuer: issuer.token("fraud:predict", aud=None), {"envoy": 403}),
    "of another type": (
        lambda issuer: issuer.token("fraud:predict", header={"typ": "JWT"}),
        {"envoy": 403, "oauth2-proxy": GAP},
    ),
    "with roles that are no list": (
        lambda issuer: issuer.token(roles="fraud:predict"),
        {"envoy": 403, "oauth2-proxy": GAP},
    ),
}


@pytest.mark.parametrize("case", TOKENS)
@pytest.mark.parametrize("name", GATEWAYS)
def test_token_is_refused(site: Site, gateways: Mapping[str, Gateway], name: str, case: str) -> None:
    """A token that is not the realm's own access token for this API opens nothing."""
    make, otherwise = TOKENS[case]
    answer = gateways[name].call(INFER, token=make(site.issuer))
    expected = otherwise.get(name, 401)
    assert (answer.status, answer.reached) == (expected, INFER if expected == GAP else None)


@pytest.mark.parametrize("name", GATEWAYS)
def test_token_in_the_query_is_not_looked_at(site: Site, gateways: Mapping[str, Gateway], name: str) -> None:
    """A token in a URL ends in logs: it counts for nothing (RFC 9700 section 4.3.2)."""
    answer = gateways[name].call(f"{INFER}?access_token={site.issuer.token('fraud:predict')}")
    assert (answer.status, answer.reached) == (401, None)


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize(
    "case",
    [
        ((), "POST", INFER),
        (("churn:predict",), "POST", INFER),
        (("fraud:explain",), "POST", INFER),
        (("every-model:predict",), "POST", INFER),
        (("fraud",), "POST", INFER),
        (("fraud:predict",), "POST", "/v2/models/fraud/explain"),
        (("fraud:predict",), "GET", INFER),
        (("churn:predict",), "GET", "/v2/models/fraud"),
        (("model-api-access",), "GET", "/metrics"),
        (("model-api-access",), "POST", "/v2/models/other/infer"),
        (("model-api-access",), "POST", "/v2/repository/models/fraud/load"),
        (("model-api-access",), "GET", "/"),
        (("model-api-access",), "POST", "/v2/health/live"),
    ],
)
def test_what_no_route_gives_is_refused(
    site: Site, gateways: Mapping[str, Gateway], name: str, case: tuple[tuple[str, ...], str, str]
) -> None:
    """A good token without the role, or for a path that no route names, gets 403."""
    roles, method, target = case
    answer = gateways[name].call(target, token=site.issuer.token(*roles), method=method)
    assert (answer.status, answer.reached) == (403, None)


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize(
    "target",
    [
        "/v2/models/fraud/../churn/infer",
        "/v2/models/fraud/%2e%2e/churn/infer",
        "/v2/models/fraud/versions/1%2f..%2f..%2f..%2fchurn/infer",
        "/v2/models/fraud/versions/1/../../../churn/infer",
        "/v2/models/fraud/versions/..%5c..%5cchurn/infer",
        "/v2/models/churn/infer?x=/v2/models/fraud/infer",
        "/v2/models/churn/infer;/v2/models/fraud/infer",
        "//v2/models/churn/infer",
        "/v2/models/CHURN/infer",
        "/v2/models/churn/infer/",
        "/v2/models/fraud/infer%0a",
        "/v2/models/fraud/infer%0a?a:%20b",
        "/v2/models/fraud/infer%0d%0aX:%20y",
        "/v2/models/fraud/infer%00",
        "/v2/models/fraud/infer%20HTTP/1.1%0d%0a",
        "/v2/models/fraud/infer;x",
        "/v2/models/fraud%2finfer",
        "/v2/models/fraud/infer%250a",
        "/v2/models/fraud/versions/%252e%252e/infer",
    ],
)
def test_path_has_one_spelling(site: Site, gateways: Mapping[str, Gateway], name: str, target: str) -> None:
    """A token for one model reaches no other one, however the path is written, and none with anything to decode."""
    answer = gateways[name].call(target, token=site.issuer.token("fraud:predict"))
    assert (answer.status in (400, 403, 404), answer.reached) == (True, None)

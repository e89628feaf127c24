"""What each gateway lets through, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

GATEWAYS = ("envoy", "oauth2-proxy", "fastapi")


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize(
    "case",
    [
        (("fraud:predict",), "POST", "/v2/models/fraud/infer"),
        (("fraud:predict",), "POST", "/v2/models/fraud/versions/2.1-rc_1/infer"),
        (("churn:predict", "fraud:predict"), "POST", "/v2/models/fraud/infer"),
        (("fraud:explain",), "POST", "/v2/models/fraud/explain"),
        (("fraud:explain",), "GET", "/v2/models/fraud"),
        (("fraud:predict",), "GET", "/v2/models/fraud/ready"),
        (("fraud:predict",), "GET", "/v2/models/fraud/versions/1/ready"),
        (("model-api-access",), "POST", "/v2/models/churn/infer"),
    ],
)
def test_role_opens_its_routes(
    site: Site, gateways: Mapping[str, Gateway], name: str, case: tuple[tuple[str, ...], str, str]
) -> None:
    """A role opens the paths of its action, any action the model's description, and the access role every model."""
    roles, method, target = case
    answer = gateways[name].call(target, token=site.issuer.token(*roles), method=method)
    assert (answer.status, answer.reached) == (200, target)


@pytest.mark.parametrize("name", ["envoy", "oauth2-proxy"])
def test_query_is_sent_on_untouched(site: Site, gateways: Mapping[str, Gateway], name: str) -> None:
    """A query decides nothing, and nothing in it is decoded on the way."""
    target = "/v2/models/fraud/infer?q=a%20b%0a&r=%2F..%2f"
    answer = gateways[name].call(target, token=site.issuer.token("fraud:predict"))
    assert (answer.status, answer.reached) == (200, target)


@pytest.mark.parametrize("name", GATEWAYS)
def test_one_of_several_audiences_is_enough(site: Site, gateways: Mapping[str, Gateway], name: str) -> None:
    """A token may be for this API and another one (RFC 7519 section 4.1.3)."""
    token = site.issuer.token("fraud:predict", aud=["billing", site.issuer.audience])
    assert gateways[name].call("/v2/models/fraud/infer", token=token).status == 200


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize("token", [None, "abc"])
def test_open_path_needs_no_token(gateways: Mapping[str, Gateway], name: str, token: str | None) -> None:
    """Health is open to probes, since it was asked for."""
    answer = gateways[name].call("/v2/health/ready", method="GET", token=token)
    assert (answer.status, answer.reached) == (200, "/v2/health/ready")


def test_envoy_keeps_the_token_to_itself(site: Site, gateways: Mapping[str, Gateway]) -> None:
    """The model server never sees the token."""
    gateways["envoy"].call("/v2/models/fraud/infer", token=site.issuer.token("fraud:predict"))
    assert "authorization" not in site.upstream.received[-1].headers


@pytest.mark.parametrize("name", ["envoy", "many", "fastapi"])
@pytest.mark.parametrize(
    "case",
    [
        (("fraud:predict",), "/v1/chat/completions", {"model": "fraud", "messages": []}, 200),
        (("fraud:predict",), "/v1/embeddings", {"input": "x", "model": "fraud"}, 200),
        (("model-api-access",), "/v1/completions", {"model": "churn"}, 200),
        (("fraud:explain",), "/explain/fraud", {"model": "churn"}, 200),
        (("fraud:predict",), "/v1/chat/completions", {"model": "churn"}, 403),
        (("model-api-access",), "/v1/chat/completions", {"model": "other"}, 403),
        (("model-api-access",), "/v1/chat/completions", {"model": ["fraud"]}, 403),
        (("model-api-access",), "/v1/chat/completions", {"model": {"model": "fraud"}}, 403),
        (("model-api-access",), "/v1/chat/completions", {}, 403),
        (("model-api-access",), "/v1/chat/completions", ["model"], 403),
        (("model-api-access",), "/v1/chat/completions", None, 403),
        (("fraud:predict",), "/explain/fraud", {"model": "fraud"}, 403),
    ],
)
def test_model_in_the_body(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, case: tuple[tuple[str, ...], str, object, int]
) -> None:
    """Where the body names the model, its role decides; a body that names none, or not by a text, opens nothing."""
    roles, target, body, expected = case
    answer = openai_gateways[name].call(target, token=site.issuer.token(*roles), json=body)
    assert (answer.status, answer.reached) == (expected, target if expected == 200 else None)

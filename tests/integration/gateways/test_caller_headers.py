"""Header fields by which servers believe a gateway: from a caller they are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.gateways.caller_headers import MADE_UP_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

PROXIES = ("envoy", "oauth2-proxy")


@pytest.mark.parametrize("name", PROXIES)
@pytest.mark.parametrize("opened", [False, True], ids=["with a token", "open"])
def test_no_header_that_a_gateway_sets_comes_from_a_caller(
    site: Site, gateways: Mapping[str, Gateway], name: str, *, opened: bool
) -> None:
    """None reaches the model server, nor one with `_` for `-`, on open paths either; others do."""
    underscored = [header.replace("-", "_") for header in MADE_UP_HEADERS]
    for some in batched((*MADE_UP_HEADERS, *underscored)):
        fields = [(header, "admin") for header in (*some, "X-Tenant")]
        if opened:
            answer = gateways[name].call("/v2/health/ready", method="GET", headers=fields)
        else:
            token = site.issuer.token("fraud:predict")
            answer = gateways[name].call("/v2/models/fraud/infer", token=token, headers=fields)
        assert answer.status == 200
        arrived = site.upstream.received[-1].headers.items()
        assert [header for header, value in arrived if value == "admin"] == ["x-tenant"]


def batched(headers: Sequence[str], size: int = 50) -> Iterator[Sequence[str]]:
    """Yield as many at a time as one request may have: Envoy takes 100 fields."""
    for start in range(0, len(headers), size):
        yield headers[start : start + size]


@pytest.mark.parametrize("name", PROXIES)
@pytest.mark.parametrize("header", ["Seldon-Model", "mm-model-id", "mm-vmodel-id", "X-Gateway-Destination-Endpoint"])
def test_no_header_names_another_model_than_the_path(
    site: Site, gateways: Mapping[str, Gateway], name: str, header: str
) -> None:
    """Servers that route by one of these would answer with that model: Seldon Core 2, ModelMesh, inference gateways."""
    answer = gateways[name].call(
        "/v2/models/fraud/infer", token=site.issuer.token("fraud:predict"), headers=[(header, "churn")]
    )
    assert answer.status == 200
    assert header.lower() not in {field.lower() for field in site.upstream.received[-1].headers}

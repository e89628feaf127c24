"""A consumer whose bound tokens no listed gateway takes is an error, with the fix."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import ConsumerProps, MtlsAuth
from tests.support.gateways.protected import findings

pytestmark = pytest.mark.unit

EDGE = MtlsAuth(method="mtls", subject_dn="CN=edge")
DPOP: dict[str, object] = {"consumers": {"device": ConsumerProps(dpop=True)}}
MTLS: dict[str, object] = {"consumers": {"edge": ConsumerProps(auth=EDGE)}}
BOTH: dict[str, object] = {"consumers": {"edge": ConsumerProps(auth=EDGE), "device": ConsumerProps(dpop=True)}}
TLS = {"certificate": "/tls/a.pem", "key": "/tls/a.key"}
WITH_CLIENTS = {**TLS, "client_authorities": "/tls/c.pem"}


@pytest.mark.parametrize("preset", ["istio", "envoy-gateway", "oauth2-proxy", "litellm"])
def test_no_listed_gateway_checks_proofs(preset: str) -> None:
    """DPoP behind a gateway that refuses every bound token would be a consumer that calls nothing."""
    assert findings(preset, declared=DPOP) == [
        (
            "consumers.device.dpop: realm 'ml-prod', consumer 'device': its tokens are bound to a key by DPoP "
            f"(RFC 9449), which no listed gateway checks ({preset}), so that each refuses them: "
            "add envoy or fastapi to gateway.presets, or take dpop away"
        )
    ]


@pytest.mark.parametrize("tls", [None, TLS], ids=["http", "without authorities"])
def test_no_listed_gateway_sees_certificates(tls: dict[str, str] | None) -> None:
    """Envoy sees certificates where it ends TLS and knows who signs them; FastAPI never does."""
    assert findings("envoy", "fastapi", declared=MTLS, tls=tls) == [
        (
            "consumers.edge.auth.method: realm 'ml-prod', consumer 'edge': its tokens are bound to its TLS certificate "
            "(RFC 8705), which no listed gateway checks (envoy, fastapi), so that each refuses them: "
            "add envoy to gateway.presets, with gateway.tls.client_authorities, or use another auth.method, "
            "such as private_key_jwt"
        )
    ]


def test_a_teams_consumer_counts() -> None:
    """The place is the team's file."""
    (found,) = findings("istio", declared={"external_people": True, "teams": {"ops": DPOP}})
    assert found.startswith("teams.ops.consumers.device.dpop: ")


@pytest.mark.parametrize(
    ("presets", "declared", "tls"),
    [
        (("envoy",), DPOP, None),
        (("fastapi",), DPOP, None),
        (("istio", "fastapi"), DPOP, None),
        (("envoy",), MTLS, WITH_CLIENTS),
        (("istio", "envoy"), BOTH, WITH_CLIENTS),
        (("istio",), {"consumers": {"device": ConsumerProps(dpop=False)}}, None),
        ((), DPOP, None),
    ],
)
def test_one_gateway_that_checks_is_enough(
    presets: tuple[str, ...], declared: dict[str, object], tls: dict[str, str] | None
) -> None:
    """The others refuse such tokens, which is right; without a gateway there is nothing to say."""
    assert findings(*presets, declared=declared, tls=tls) == []


def test_gateway_that_takes_no_machines_at_all() -> None:
    """MLflow knows people alone: a consumer has nothing to do with it."""
    assert not [found for found in findings("mlflow-oidc-auth", declared=DPOP) if found.startswith("consumers")]


def test_listed_gateways_count_where_one_is_asked_for() -> None:
    """`gateway --for istio` writes its file where the environment lists Envoy too: Istio's refuses such tokens."""
    assert findings("istio", declared=DPOP, presets=["envoy", "istio"]) == []

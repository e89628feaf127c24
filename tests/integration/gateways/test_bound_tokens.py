"""Tokens that are bound to a key (RFC 9449): taken with a proof of it, else refused."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.gateways.presets import envoy_bound_tokens
from tests.integration.gateways.bound_calls import INFER, KEY, bound_token, call
from tests.integration.gateways.conftest import BOUND
from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway, written
from tests.support.gateways.raw_requests import send_raw
from tests.support.tokens.wrong_proofs import wrong_proofs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

GATEWAYS = ("envoy", "oauth2-proxy", "fastapi")
CHECKERS = ("envoy", "fastapi")
PROOFS = wrong_proofs(KEY)


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize("scheme", ["Bearer", "DPoP"])
@pytest.mark.parametrize(
    "confirmation",
    [{"jkt": KEY.thumbprint}, {"x5t#S256": "x"}, {"jwk": {}}, {}, None, "x", ["x"]],
    ids=["key", "certificate", "other", "empty", "null", "text", "list"],
)
def test_bound_token_without_proof_is_refused(
    site: Site, gateways: Mapping[str, Gateway], name: str, scheme: str, confirmation: object
) -> None:
    """Whatever a token is bound to, it is of no use to who stole it (RFC 9449 section 7.2)."""
    token = site.issuer.token("fraud:predict", cnf=confirmation) if confirmation is not None else _null(site)
    answer = gateways[name].call(INFER, headers=[("Authorization", f"{scheme} {token}")])
    assert (answer.status in (401, 403), answer.reached) == (True, None)


@pytest.mark.parametrize("name", ["envoy", "oauth2-proxy"])
def test_proof_is_of_no_use_where_none_is_checked(site: Site, gateways: Mapping[str, Gateway], name: str) -> None:
    """A gateway that checks no proof refuses the token with the right one too."""
    gateway, token = gateways[name], bound_token(site)
    for scheme in ("Bearer", "DPoP"):
        answer = call(gateway, token, KEY.call_proof(gateway.url + INFER, token), scheme)
        assert (answer.status in (401, 403), answer.reached) == (True, None)


@pytest.mark.parametrize("name", CHECKERS)
@pytest.mark.parametrize("case", PROOFS)
def test_wrong_proof_is_refused(site: Site, checkers: Mapping[str, Gateway], name: str, case: str) -> None:
    """RFC 9449 section 4.3: each field of a proof counts, and the refusal says that it was the proof."""
    gateway, token = checkers[name], bound_token(site)
    answer = call(gateway, token, PROOFS[case](gateway.url + INFER, token))
    assert (answer.status, answer.reached) == (401, None)
    assert answer.challenge.startswith("DPoP ")
    assert 'error="invalid_dpop_proof"' in answer.challenge
    assert "algs=" in answer.challenge


@pytest.mark.parametrize("name", CHECKERS)
def test_two_proofs_are_refused(site: Site, checkers: Mapping[str, Gateway], name: str) -> None:
    """There is not more than one header `DPoP`, even where each is right."""
    gateway, token = checkers[name], bound_token(site)
    proofs = [("DPoP", KEY.call_proof(gateway.url + INFER, token)["DPoP"]) for _ in range(2)]
    answer = gateway.call(INFER, headers=[("Authorization", f"DPoP {token}"), *proofs])
    assert (answer.status, answer.reached) == (401, None)


@pytest.mark.parametrize("name", CHECKERS)
def test_right_proof_is_taken_once(site: Site, checkers: Mapping[str, Gateway], name: str) -> None:
    """With a proof of its own each call gets through; the same proof a second time does not, by any token."""
    gateway, token = checkers[name], bound_token(site)
    proof = KEY.call_proof(gateway.url + INFER, token)
    assert [call(gateway, token, proof).status for _ in range(3)] == [200, 401, 401]
    assert 'error="invalid_dpop_proof"' in call(gateway, token, proof).challenge
    assert call(gateway, token, KEY.call_proof(gateway.url + INFER, token)).status == 200


def test_threads_of_envoy_share_what_they_took(site: Site, tmp_path: Path) -> None:
    """Whichever of four threads a connection gets, a proof counts once."""
    api = site.api(BOUND)
    config, url = written(tmp_path, "envoy", api)["envoy.yaml"], f"http://{api.gateway.listen}"
    with running_envoy(config, listen=api.gateway.listen, workers=4):
        for _ in range(3):
            token = bound_token(site)
            proof = KEY.call_proof(url + INFER, token)["DPoP"]
            message = f"POST {INFER} HTTP/1.1\r\nHost: x\r\nAuthorization: DPoP {token}\r\nDPoP: {proof}\r\n"
            whole = f"{message}Connection: close\r\nContent-Length: 0\r\n\r\n".encode()
            with ThreadPoolExecutor(8) as pool:
                statuses = list(pool.map(lambda _, sent=whole: send_raw(url, sent)[0], range(24)))
            assert sorted(statuses) == [200, *[401] * 23]


def test_proofs_of_another_client_drive_none_out(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Envoy's table of a client's proofs is bounded, and no other client's proofs are in it."""
    kept = 20
    monkeypatch.setattr(envoy_bound_tokens, "PROOFS_KEPT", kept)
    with EnvoyGateway.start(tmp_path, site.api(BOUND), site.upstream) as envoy:
        own, others = (
            site.issuer.token("fraud:predict", client_id=client, cnf={"jkt": KEY.thumbprint})
            for client in ("device", "batch")
        )
        first = KEY.call_proof(envoy.url + INFER, own)
        assert call(envoy, own, first).status == 200
        for token, expected in ((others, 401), (own, 200)):
            for _ in range(2 * kept):
                assert call(envoy, token, KEY.call_proof(envoy.url + INFER, token)).status == 200
            # The second time by the client's own, later proofs: who has its key needs no old one.
            assert call(envoy, own, first).status == expected


@pytest.mark.parametrize("name", CHECKERS)
def test_url_of_a_proof_is_compared_as_urls_are(site: Site, checkers: Mapping[str, Gateway], name: str) -> None:
    """RFC 9449 section 4.3: without query and fragment, and without regard to the case of scheme and host."""
    gateway, token = checkers[name], bound_token(site)
    url = gateway.url.upper() + INFER
    for spelled in (url, f"{url}?x=1", f"{url}#x"):
        answer = call(gateway, token, KEY.call_proof(spelled, token), target=f"{INFER}?y=2")
        assert answer.status == 200, spelled


@pytest.mark.parametrize("name", CHECKERS)
@pytest.mark.parametrize(
    ("more", "expected"),
    [({"kc-jkt-type": "DPoP"}, 200), ({"kc-jkt-type": "x"}, 401), ({"jwk": {}}, 401), ({"x5t#S256": "x"}, 401)],
    ids=["as Keycloak writes it", "of another way", "to another key", "to a certificate too"],
)
def test_token_that_is_bound_to_more(
    site: Site, checkers: Mapping[str, Gateway], name: str, more: dict[str, object], expected: int
) -> None:
    """Beside the key nothing may stand that nobody checked, save what Keycloak says of the way."""
    gateway = checkers[name]
    token = site.issuer.token("fraud:predict", cnf={"jkt": KEY.thumbprint, **more})
    assert call(gateway, token, KEY.call_proof(gateway.url + INFER, token)).status == expected


@pytest.mark.parametrize("name", CHECKERS)
def test_bound_token_needs_its_role_and_its_scheme(site: Site, checkers: Mapping[str, Gateway], name: str) -> None:
    """A proof adds to the other checks; the scheme Bearer is refused with it, and DPoP with a token of nobody's key."""
    gateway, token = checkers[name], bound_token(site)
    churn, free = bound_token(site, KEY, "churn:predict"), site.issuer.token("fraud:predict")
    for presented, scheme, expected in (
        (churn, "DPoP", 403),
        (token, "Bearer", 401),
        (free, "DPoP", 401),
        (free, "Bearer", 200),
    ):
        answer = call(gateway, presented, KEY.call_proof(gateway.url + INFER, presented), scheme)
        assert answer.status == expected, (scheme, expected)


@pytest.mark.parametrize("name", CHECKERS)
def test_token_itself_is_still_checked(site: Site, checkers: Mapping[str, Gateway], name: str) -> None:
    """A right proof makes no forged or expired token right."""
    gateway, confirmation = checkers[name], {"jkt": KEY.thumbprint}
    claims = site.issuer.claims("fraud:predict", cnf=confirmation)
    forged = site.issuer.forged_token("fraud:predict").split(".")
    real = bound_token(site).split(".")
    for token in (".".join([real[0], real[1], forged[2]]), bound_token(site, exp=claims["iat"] - 60)):
        answer = call(gateway, token, KEY.call_proof(gateway.url + INFER, token))
        assert (answer.status, answer.reached) == (401, None)


def test_envoy_keeps_token_and_proof_to_itself(site: Site, checkers: Mapping[str, Gateway]) -> None:
    """The model server sees neither, on open paths too, where nobody checked them."""
    envoy, token = checkers["envoy"], bound_token(site)
    proof = KEY.call_proof(envoy.url + INFER, token)
    assert call(envoy, token, proof).status == 200
    fields = [("Authorization", f"DPoP {token}"), *proof.items()]
    assert envoy.call("/v2/health/ready", method="GET", headers=fields).status == 200
    assert [{"authorization", "dpop"} & request.headers.keys() for request in site.upstream.received[-2:]] == [
        set()
    ] * 2


def test_fastapi_forgets_old_proofs_and_takes_no_more_than_it_can_remember(
    site: Site, checkers: Mapping[str, Gateway]
) -> None:
    """What is remembered is bounded, and what does not fit is refused, not forgotten."""
    gateway, token = checkers["fastapi"], bound_token(site)
    assert isinstance(gateway, FastApiGateway)
    proofs: dict[bytes, float] = gateway.module.PROOFS
    proofs.clear()
    proofs.update((str(number).encode(), time.monotonic() + 60) for number in range(gateway.module.PROOFS_KEPT))
    assert call(gateway, token, KEY.call_proof(gateway.url + INFER, token)).status == 503
    proofs.update(dict.fromkeys(proofs, time.monotonic() - 1))
    assert call(gateway, token, KEY.call_proof(gateway.url + INFER, token)).status == 200
    assert len(proofs) == 1


def _null(site: Site) -> str:
    """Return a token whose `cnf` is null."""
    claims: dict[str, Any] = {**site.issuer.claims("fraud:predict"), "cnf": None}
    return site.issuer.signed(claims)

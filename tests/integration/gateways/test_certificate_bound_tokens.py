"""Tokens that are bound to a TLS certificate (RFC 8705): taken on a connection with it, else refused."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from tests.integration.gateways.bound_calls import INFER, KEY, call
from tests.support.gateways.gateways import EnvoyGateway

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway
    from tests.support.servers.tls_listener import TlsListener

pytestmark = pytest.mark.integration


def test_envoy_takes_a_certificate_bound_token_with_its_certificate(
    site: Site, checkers: Mapping[str, Gateway], authority: TlsListener
) -> None:
    """RFC 8705 section 3.1: the certificate of the connection must be the one that the token names."""
    envoy = checkers["envoy"]
    assert isinstance(envoy, EnvoyGateway)
    with authority.client("CN=edge,O=Example") as own, authority.client("CN=edge,O=Example") as another:
        file = next(authority.folder.glob("client-*.pem"))
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
        token = site.issuer.token("fraud:predict", cnf={"x5t#S256": thumbprint})
        both = site.issuer.token("fraud:predict", cnf={"x5t#S256": thumbprint, "jkt": KEY.thumbprint})
        answers = [envoy.with_certificate(http).call(INFER, token=token).status for http in (own, another)]
        assert sorted(answers) == [200, 401]
        holder = envoy.with_certificate(own if answers[0] == 200 else another)
        proof = KEY.call_proof(envoy.url + INFER, both)
        assert [call(holder, both, proof, scheme).status for scheme in ("Bearer", "DPoP")] == [401, 200]
        assert call(envoy, both, KEY.call_proof(envoy.url + INFER, both)).status == 401
    assert (envoy.call(INFER, token=token).status, envoy.call(INFER, token=token).reached) == (401, None)


def test_fastapi_refuses_certificate_bound_tokens(site: Site, checkers: Mapping[str, Gateway]) -> None:
    """It sees no certificate, so it takes none on trust."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(secrets.token_bytes(8)).digest()).rstrip(b"=").decode()
    token = site.issuer.token("fraud:predict", cnf={"x5t#S256": digest})
    assert checkers["fastapi"].call(INFER, token=token).status == 401

"""How clients prove who they are."""

from __future__ import annotations

import json

import pytest

from constructs_lib.guardrails.rules.clients.assertion_age import AssertionAge
from constructs_lib.guardrails.rules.clients.assertion_algorithm import AssertionAlgorithm
from constructs_lib.guardrails.rules.clients.client_keys import ClientKeys
from constructs_lib.guardrails.rules.secrets.secret_consumer import SecretConsumer
from tests.support.declarations.guardrails import faults_of
from tests.support.tokens.public_keys import JWKS

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("authenticator", ["client-jwt", "client-secret-jwt"])
@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, "token.endpoint.auth.signing.max.exp is left out"),
        (
            {"token.endpoint.auth.signing.max.exp": "3600"},
            "token.endpoint.auth.signing.max.exp must be 1 to 300 seconds, got 3600",
        ),
    ],
)
def test_assertion_age_old_assertions_are_refused(authenticator: str, settings: dict[str, str], fault: str) -> None:
    """A client that proves itself by a JWT without a bound on its age, or with a long one, is named."""
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAge(), {"keycloak_openid_client.Batch": client}) == [f"client 'batch': {fault}"]


@pytest.mark.parametrize(
    ("authenticator", "settings"),
    [
        ("client-jwt", {"token.endpoint.auth.signing.max.exp": "60"}),
        ("client-jwt", {"token.endpoint.auth.signing.max.exp": "${var.age}"}),
        ("client-secret", {}),
    ],
)
def test_assertion_age_fresh_assertions_pass(authenticator: str, settings: dict[str, str]) -> None:
    """A short bound passes, and so does a client that uses no assertion."""
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAge(), {"keycloak_openid_client.Batch": client}) == []


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, "token.endpoint.auth.signing.alg is left out"),
        (
            {"token.endpoint.auth.signing.alg": "HS256"},
            "token.endpoint.auth.signing.alg must be asymmetric, got 'HS256'",
        ),
    ],
)
def test_assertion_algorithm_any_algorithm_is_refused(settings: dict[str, str], fault: str) -> None:
    """A client that proves itself by a key, and names no algorithm or a symmetric one, is named."""
    client = {"client_id": "batch", "client_authenticator_type": "client-jwt", "extra_config": settings}

    assert faults_of(AssertionAlgorithm(), {"keycloak_openid_client.Batch": client}) == [f"client 'batch': {fault}"]


@pytest.mark.parametrize(
    ("authenticator", "algorithm"),
    [("client-jwt", "ES256"), ("client-jwt", "EdDSA"), ("client-jwt", "${var.alg}"), ("client-secret", None)],
)
def test_assertion_algorithm_asymmetric_passes(authenticator: str, algorithm: str | None) -> None:
    """An asymmetric algorithm passes, and so does a client without a key."""
    settings = {"token.endpoint.auth.signing.alg": algorithm}
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAlgorithm(), {"keycloak_openid_client.Batch": client}) == []


MACHINE = {"realm_id": "ml", "client_id": "batch", "service_accounts_enabled": True, "standard_flow_enabled": False}


@pytest.mark.parametrize("authenticator", [None, "client-secret", "client-secret-jwt"])
def test_secret_consumer_shared_secret_is_named(authenticator: str | None) -> None:
    """A machine with a secret is named, Keycloak's default included."""
    client = {**MACHINE, "client_authenticator_type": authenticator}

    assert faults_of(SecretConsumer(), {"keycloak_openid_client.Batch": client}) == [
        "realm 'ml', client 'batch': it is a machine that authenticates by a shared secret"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"client_authenticator_type": "client-jwt"},
        {"client_authenticator_type": "federated-jwt"},
        {"client_authenticator_type": "client-x509"},
        {"client_authenticator_type": "${var.authenticator}"},
        {"standard_flow_enabled": True},
        {"service_accounts_enabled": False},
    ],
)
def test_secret_consumer_keys_and_other_clients_pass(arguments: dict[str, object]) -> None:
    """Keys, certificates, workloads' tokens and clients that people use pass."""
    assert faults_of(SecretConsumer(), {"keycloak_openid_client.Batch": MACHINE | arguments}) == []


def test_secret_consumer_the_remedy_names_the_alternatives() -> None:
    """Who reads the warning knows what to write instead."""
    assert "private_key_jwt" in SecretConsumer.remedy
    assert "federated" in SecretConsumer.remedy


def jwks(*keys: dict[str, str]) -> str:
    """Return a key set."""
    return json.dumps({"keys": list(keys)})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (jwks({"kty": "oct", "k": "c2VjcmV0"}), "holds a key of kty 'oct', which is not asymmetric"),
        (jwks({"kty": "RSA", "n": "xxxx", "e": "AQAB"}), "holds an RSA key of 24 bits, fewer than 2048"),
        (jwks({"kty": "RSA"}), "holds an RSA key of 0 bits, fewer than 2048"),
        (jwks({"kty": "RSA", "n": "a"}), "holds an RSA key of 0 bits, fewer than 2048"),
        (jwks({"kty": "EC", "crv": "secp256k1"}), "holds a key on the curve 'secp256k1'"),
        ("{not json", "is no key set"),
        ('{"keys": "none"}', "is no key set"),
    ],
)
def test_client_keys_weak_is_refused(text: str, fault: str) -> None:
    """A symmetric key, a short one and one that is no key are named, on clients and identity providers."""
    client = {"client_id": "batch", "extra_config": {"jwks.string": text}}
    broker = {"alias": "corp", "extra_config": {"publicKeySignatureVerifier": text}}

    assert faults_of(ClientKeys(), {"keycloak_openid_client.Batch": client}) == [f"client 'batch': jwks.string {fault}"]
    assert faults_of(ClientKeys(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        f"identity provider 'corp': publicKeySignatureVerifier {fault}"
    ]


@pytest.mark.parametrize(
    "text",
    [
        JWKS,
        jwks({"kty": "RSA", "n": "_" * 342, "e": "AQAB"}),
        jwks({"kty": "OKP", "crv": "Ed25519", "x": "x"}),
        "${var.jwks}",
        "-----BEGIN PUBLIC KEY-----",
        None,
    ],
)
def test_client_keys_strong_pass(text: str | None) -> None:
    """Elliptic curves, RSA of 2048 bits, and what only an apply knows pass."""
    client = {"client_id": "batch", "extra_config": {"jwks.string": text}}

    assert faults_of(ClientKeys(), {"keycloak_openid_client.Batch": client}) == []

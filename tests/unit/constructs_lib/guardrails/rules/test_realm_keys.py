"""Keys of a realm, and the algorithms that tokens are signed by."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.key_file import KeyFile
from constructs_lib.guardrails.rules.realm.key_size import KeySize
from constructs_lib.guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("size", [1024, "1024", "${1000 + 24}"])
def test_key_size_short_key_is_refused(size: object) -> None:
    """A key of 1024 bits is named, also where the number is a text."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": size}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == [
        "realm 'ml', keycloak_realm_keystore_rsa_generated 'rsa': its key has 1024 bits, fewer than 2048"
    ]


@pytest.mark.parametrize("size", [2048, 4096, None, "${var.size}"])
def test_key_size_long_key_passes(size: object) -> None:
    """2048 bits, more, the default and what is known only at apply pass."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": size}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == []


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "none"])
def test_signature_algorithm_weak_algorithm_of_a_realm_is_refused(algorithm: str) -> None:
    """HMAC and none are named."""
    realm = {"realm": "ml", "default_signature_algorithm": algorithm}

    assert faults_of(SignatureAlgorithm(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': default_signature_algorithm is '{algorithm}'"
    ]


@pytest.mark.parametrize(
    "key", ["access.token.signed.response.alg", "id.token.signed.response.alg", "user.info.response.signature.alg"]
)
def test_signature_algorithm_weak_algorithm_of_a_client_is_refused(key: str) -> None:
    """A client that asks for no signature is named, of userinfo too."""
    client = {"realm_id": "ml", "client_id": "ui", "extra_config": {key: "none"}}

    assert faults_of(SignatureAlgorithm(), {"keycloak_openid_client.Ui": client}) == [
        f"realm 'ml', client 'ui': {key} is 'none'"
    ]


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA", "${var.algorithm}", None])
def test_signature_algorithm_asymmetric_algorithm_passes(algorithm: str | None) -> None:
    """Asymmetric algorithms, Keycloak's default RS256 and what is known only at apply pass."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml", "default_signature_algorithm": algorithm},
        "keycloak_openid_client.Ui": {"extra_config": {"access.token.signed.response.alg": algorithm}},
    }

    assert faults_of(SignatureAlgorithm(), resources) == []


def test_key_size_short_secret_is_refused() -> None:
    """A secret of 16 bytes is named, and one of 32 passes."""
    address = "keycloak_realm_keystore_hmac_generated.Key"

    assert faults_of(KeySize(), {address: {"name": "hmac", "secret_size": "16"}}) == [
        "keycloak_realm_keystore_hmac_generated 'hmac': its secret has 16 bytes, fewer than 32"
    ]
    assert faults_of(KeySize(), {address: {"name": "hmac", "secret_size": 32}}) == []


@pytest.mark.parametrize("path", ["/opt/keycloak/keys.jks", "${var.path}"])
def test_key_file_is_refused(path: str) -> None:
    """A realm whose keys nobody sees is named."""
    keystore = {"name": "file", "keystore": path, "key_alias": "k"}

    faults = faults_of(KeyFile(), {"keycloak_realm_keystore_java_keystore.K": keystore})
    shown = "${…}" if "$" in path else path
    assert [fault.partition(": ")[2] for fault in faults] == [f"its keys are in the file '{shown}'"]


def test_key_file_none_passes() -> None:
    """Keys that Keycloak makes pass."""
    assert faults_of(KeyFile(), {"keycloak_realm_keystore_ecdsa_generated.K": {"name": "es"}}) == []

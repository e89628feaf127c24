"""KC-KEY-SIZE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.key_size import KeySize
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_short_key_is_refused() -> None:
    """A key of 1024 bits is named."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": 1024}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == [
        "realm 'ml', keycloak_realm_keystore_rsa_generated 'rsa': its key has 1024 bits, fewer than 2048"
    ]


@pytest.mark.parametrize("size", [2048, 4096, None, "${var.size}"])
def test_long_key_passes(size: object) -> None:
    """2048 bits, more, the default and what is known only at apply pass."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": size}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == []

"""Who holds a key is told by its fingerprint: somebody new is a risk."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from joserfc import jwk

from constructs_lib.review.setting_changes import flat_changes
from constructs_lib.review.settings import Concealed
from stacks.environment import Environment
from tests.support.declarations.people_sources import SAML
from tests.support.declarations.told_changes import lines_of
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.public_keys import CERTIFICATE

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.unit

OURS, THEIRS = (jwk.generate_key("EC", "P-256").as_dict(private=False) for _ in range(2))
OUR_THUMBPRINT, THEIR_THUMBPRINT = (jwk.import_key(each).thumbprint()[:16] for each in (OURS, THEIRS))
READ = load_pem_x509_certificate(CERTIFICATE.encode())
FINGERPRINT = (
    f"{sha256(READ.public_bytes(Encoding.DER)).hexdigest()[:24]}, valid until {READ.not_valid_after_utc.date()}"
)


def jwks(*keys: Mapping[str, object]) -> dict[str, str]:
    """Return how a consumer proves itself by keys."""
    return {"method": "private_key_jwt", "jwks": json.dumps({"keys": keys})}


def told(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return what is told of a consumer that proves itself otherwise than before, with its weight."""
    base, head = (
        Environment.model_validate(
            {
                "keycloak": {"url": "https://sso.example.com"},
                "realm": {"name": "ml"},
                "api": {"client_id": "api"},
                "consumers": {"cx": {"auth": auth}},
            }
        )
        for auth in (before, after)
    )
    return lines_of(base, head)


NEW = f"! consumer cx: new public key {THEIR_THUMBPRINT}"
GONE = f"  consumer cx: no longer public key {OUR_THUMBPRINT}"
CERTIFIED = {"method": "private_key_jwt", "certificate": CERTIFICATE}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (jwks(OURS), jwks(THEIRS), [NEW, GONE]),
        (jwks(OURS), jwks(OURS, THEIRS), [NEW]),
        (jwks(OURS, THEIRS), jwks(THEIRS), [GONE]),
        (jwks(OURS, THEIRS), jwks({**THEIRS, "kid": "2026"}, OURS), []),
        (jwks(OURS, {**THEIRS, "use": "enc"}), jwks(OURS, THEIRS), [NEW]),
        (jwks(OURS, {**THEIRS, "key_ops": ["sign"]}), jwks(OURS, {**THEIRS, "use": "sig"}), [NEW]),
        (jwks(OURS), jwks(OURS, {**THEIRS, "use": "enc"}), []),
        (jwks(OURS), CERTIFIED, [f"! consumer cx: new certificate {FINGERPRINT}", GONE]),
        (CERTIFIED, jwks(THEIRS), [NEW, f"  consumer cx: no longer certificate {FINGERPRINT}"]),
    ],
)
def test_new_key_is_a_risk(before: dict[str, str], after: dict[str, str], expected: list[str]) -> None:
    """A key that is added, or replaces another, lets somebody new in; one that is gone or spelled anew does not.

    Keycloak takes no key that does not say that it verifies: such a one is new when it does.
    """
    assert told(before, after) == expected


def test_key_that_comes_with_another_way_to_prove_oneself_is_told() -> None:
    """Whoever changes the method cannot bring a key of their own along unseen."""
    assert NEW in told({"method": "mtls", "subject_dn": "CN=cx"}, jwks(THEIRS))
    assert NEW in told({"method": "client_secret"}, jwks(THEIRS))
    assert any(
        each.startswith("! consumer cx: subject of its certificate is now CN=evil")
        for each in told(jwks(OURS), {"method": "mtls", "subject_dn": "CN=evil"})
    )


def test_new_certificate_of_an_identity_provider_is_a_risk() -> None:
    """Whoever has its key says who people are."""
    other = AssertionKey.generate("other").certificate
    path = ("identity_providers", "partner", "signing_certificate")
    changes = list(flat_changes({path: SAML["signing_certificate"]}, {path: other}))
    assert [(each.weighty, " ".join(each.text.split()[:-4])) for each in changes] == [
        (True, "new certificate"),
        (False, "no longer certificate"),
    ]


@pytest.mark.parametrize(
    "old", ["no keys", "{}", '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}', "[" * 5000, Concealed("a")]
)
def test_what_cannot_be_read_is_compared_and_not_shown(old: str) -> None:
    """A plan may hold anything: a change of it is a risk all the same."""
    path = ("consumers", "cx", "auth", "jwks")
    for new in ("something else", json.dumps({"keys": [OURS]}), Concealed("b")):
        [hidden] = flat_changes({path: old}, {path: new})
        assert (hidden.weighty, hidden.text) == (True, "public key changes")

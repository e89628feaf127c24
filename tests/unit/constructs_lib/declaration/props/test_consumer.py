"""How a consumer proves who it is."""

from __future__ import annotations

import base64
import json

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import ConsumerProps, FederatedAuth, MtlsAuth, PrivateKeyJwtAuth, SecretAuth
from tests.support.tokens.public_keys import CERTIFICATE, JWKS

pytestmark = pytest.mark.unit

URL = "https://batch.example.com/jwks"
RULE = "set exactly one of jwks_url, jwks and certificate, got"
RSA_RULE = "an RSA key has at least 2048 bits (RFC 7518 section 3.3)"
JWKS_RULE = "write a JSON Web Key Set as text, such as '{\"keys\":[…]}'"
PRIVATE = '{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"canary-private"}]}'
PRIVATE_PEM = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----"

IMPOSSIBLE = (
    "a public key is impossible: RSA needs an odd exponent from 3 on, EC a point on its curve, OKP its 'x': "
    "write the key as its program printed it"
)


def rsa(bits: int, exponent: str) -> str:
    """Return a set with one RSA key, all of whose bits are set."""
    modulus = base64.urlsafe_b64encode(b"\xff" * (bits // 8)).rstrip(b"=").decode()
    return json.dumps({"keys": [{"kty": "RSA", "n": modulus, "e": exponent}]})


def fault(**auth: object) -> ValidationError:
    """Return what is said of an authentication."""
    with pytest.raises(ValidationError) as caught:
        ConsumerProps.model_validate({"auth": auth})
    return caught.value


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, f"{RULE} none"),
        ({"jwks_url": URL, "jwks": JWKS}, f"{RULE} jwks_url and jwks"),
        ({"jwks": JWKS, "certificate": CERTIFICATE}, f"{RULE} jwks and certificate"),
        ({"jwks": "keys"}, f"{JWKS_RULE}: this is not JSON"),
        ({"jwks": "[]"}, f"{JWKS_RULE}: this has no keys"),
        ({"jwks": '{"keys":[]}'}, f"{JWKS_RULE}: this has no keys"),
        ({"jwks": '{"keys":["x"]}'}, f"{JWKS_RULE}: this has no keys"),
        ({"jwks": PRIVATE}, "this is a private key: replace the key pair, and write its public key alone"),
        (
            {"jwks": '{"keys":[{"kty":"oct","k":"eA"}]}'},
            "a key of type 'oct' is a shared secret: write a public key, of type EC, RSA or OKP",
        ),
        (
            {"jwks": '{"keys":[{"kty":"oct"}]}'},
            "a key of type 'oct' is a shared secret: write a public key, of type EC, RSA or OKP",
        ),
        ({"jwks": '{"keys":[{"kty":["EC"]}]}'}, "a public key is of type EC, RSA or OKP"),
        ({"jwks": '{"keys":[{"kty":"RSA","n":"gAAB","e":"AQAB"}]}'}, f"{RSA_RULE}, this one has 24"),
        ({"jwks": '{"keys":[{"kty":"RSA","n":"' + "_" * 340 + '","e":"AQAB"}]}'}, f"{RSA_RULE}, this one has 2040"),
        ({"jwks": '{"keys":[{"kty":"RSA","n":"é","e":"AQAB"}]}'}, f"{RSA_RULE}, this one has 0"),
        ({"jwks": rsa(2048, "AQ")}, IMPOSSIBLE),
        ({"jwks": rsa(2048, "AQAA")}, IMPOSSIBLE),
        ({"jwks": rsa(16392, "AQAB")}, "an RSA key has at most 16384 bits, this one has 16392"),
        ({"jwks": '{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ"}]}'}, IMPOSSIBLE),
        ({"jwks": '{"keys":[{"kty":"EC"}]}'}, IMPOSSIBLE),
        (
            {"jwks": '{"keys":[{"kty":"OKP","crv":"X25519","x":"' + "A" * 43 + '"}]}'},
            "a key of type OKP signs with Ed25519 or Ed448: another curve's signs nothing",
        ),
        ({"certificate": "MAA="}, "write one certificate in PEM, or its base64 alone"),
        (
            {"certificate": PRIVATE_PEM},
            "this is a private key: replace the key pair, and write its certificate alone",
        ),
        ({"certificate": "not base64!"}, "write one certificate in PEM, or its base64 alone"),
        ({"certificate": "eA=="}, "write one certificate in PEM, or its base64 alone"),
        ({"certificate": ""}, "write one certificate in PEM, or its base64 alone"),
    ],
)
def test_private_key_jwt_takes_one_public_key(keys: dict[str, str], message: str) -> None:
    """Exactly one key, well-formed and public; anything else is refused in words."""
    error = fault(method="private_key_jwt", **keys)
    assert [str(item["ctx"]["error"]) for item in error.errors()] == [message]


@pytest.mark.parametrize("keys", [{"jwks": PRIVATE}, {"certificate": PRIVATE_PEM}])
def test_pasted_private_key_is_never_repeated(keys: dict[str, str]) -> None:
    """An error about a private key does not print it."""
    text = str(fault(method="private_key_jwt", **keys))
    assert "canary" not in text
    assert "Y2FuYXJ5" not in text


@pytest.mark.parametrize(
    ("auth", "location", "kind"),
    [
        ({"method": "password"}, ("auth",), "union_tag_invalid"),
        ({}, ("auth",), "union_tag_not_found"),
        ({"method": "mtls"}, ("auth", "mtls", "subject_dn"), "missing"),
        ({"method": "mtls", "subject_dn": ""}, ("auth", "mtls", "subject_dn"), "value_error"),
        ({"method": "mtls", "subject_dn": 'CN="edge"'}, ("auth", "mtls", "subject_dn"), "value_error"),
        ({"method": "federated", "issuer": "ci", "subject": ""}, ("auth", "federated", "subject"), "value_error"),
        *(
            ({"method": "federated", "issuer": "ci", "subject": each}, ("auth", "federated", "subject"), "value_error")
            for each in (" repo:x", "repo:x ", " ")
        ),
        ({"method": "federated", "issuer": "ci"}, ("auth", "federated", "subject"), "missing"),
        ({"method": "private_key_jwt", "jwks_url": URL, "algorithm": "none"}, (), "literal_error"),
        ({"method": "private_key_jwt", "jwks_url": URL, "algorithm": "HS256"}, (), "literal_error"),
        ({"method": "client_secret", "secret": "canary"}, ("auth", "client_secret", "secret"), "extra_forbidden"),
    ],
)
def test_incomplete_or_unknown_method_is_refused(auth: dict[str, object], location: tuple[str, ...], kind: str) -> None:
    """A method is one of four, complete, by an asymmetric algorithm; a secret is never a value of the declaration."""
    (item,) = fault(**auth).errors()
    assert (item["type"], item["loc"][: len(location)]) == (kind, location)


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        ({"method": "client_secret"}, SecretAuth(method="client_secret")),
        ({"method": "private_key_jwt", "jwks_url": URL}, PrivateKeyJwtAuth(method="private_key_jwt", jwks_url=URL)),
        ({"method": "private_key_jwt", "jwks": JWKS}, PrivateKeyJwtAuth(method="private_key_jwt", jwks=JWKS)),
        (
            {"method": "private_key_jwt", "certificate": CERTIFICATE},
            PrivateKeyJwtAuth(method="private_key_jwt", certificate=CERTIFICATE),
        ),
        (
            {"method": "federated", "issuer": "ci", "subject": "job"},
            FederatedAuth(method="federated", issuer="ci", subject="job"),
        ),
        ({"method": "mtls", "subject_dn": "CN=x"}, MtlsAuth(method="mtls", subject_dn="CN=x")),
    ],
)
def test_each_method_is_a_type_of_its_own(auth: dict[str, object], expected: object) -> None:
    """Files and Python callers give the same typed object."""
    assert ConsumerProps.model_validate({"auth": auth}).auth == expected


def test_default_is_a_shared_secret() -> None:
    """Without a word a consumer has a secret, which is a variable."""
    assert ConsumerProps().auth == SecretAuth(method="client_secret")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"credentials": ["blue", "blue"]}, "name each client once, got 'blue, blue'"),
        ({"credentials": []}, "at least 1 item"),
        ({"credentials": ["red"]}, "'blue' or 'green'"),
        ({"secret_rotation": 0}, "greater than or equal to 1"),
    ],
)
def test_clients_of_a_secret_are_blue_and_green(values: dict[str, object], message: str) -> None:
    """A consumer with a secret has one client or two, each once."""
    assert message in str(fault(method="client_secret", **values))


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        ({"method": "client_secret"}, ("batch",)),
        ({"method": "client_secret", "credentials": ["blue", "green"]}, ("batch", "batch-green")),
        ({"method": "client_secret", "credentials": ["green"]}, ("batch-green",)),
        ({"method": "private_key_jwt", "jwks": JWKS}, ("batch",)),
    ],
)
def test_clients_follow_from_the_credentials(auth: dict[str, object], expected: tuple[str, ...]) -> None:
    """A consumer's clients have its name; the green one says so."""
    assert ConsumerProps.model_validate({"auth": auth}).client_ids("batch") == expected


def test_method_is_named_wherever_a_consumer_says_how_it_proves_itself() -> None:
    """The reference, the schema and the check agree: an `auth` has a `method`."""
    assert SecretAuth.model_fields["method"].is_required()

"""Secrets by what they look like."""

from __future__ import annotations

import base64
import random
import string
import time

import pytest

from constructs_lib.declaration.texts.secrets import hide_secrets, secret_in
from tests.support.tokens.public_keys import CERTIFICATE, CERTIFICATE_BASE64, JWKS

pytestmark = pytest.mark.unit

ALPHABETS = {
    "letters and digits": string.ascii_letters + string.digits,
    "URL-safe base64": string.ascii_letters + string.digits + "-_",
    "our own secrets": string.ascii_letters + string.digits + "-_.",
    "lower case and digits": string.ascii_lowercase + string.digits,
    "hexadecimal": "0123456789abcdef",
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_random_texts_are_found(alphabet: str) -> None:
    """More than nine of ten random texts of 32 characters are found."""
    source = random.Random(alphabet)  # noqa: S311 - the same texts in each run
    texts = ["".join(source.choices(ALPHABETS[alphabet], k=32)) for _ in range(500)]

    assert sum(secret_in(text) == "32 characters that look random" for text in texts) > 450


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-----BEGIN EC PRIVATE KEY-----\nY2FuYXJ5\n-----END EC PRIVATE KEY-----", "a private key"),
        (JWKS.replace('"x"', '"d":"3GuF5CTAOpLyBmbQm1zOQK","x"'), "a private key"),
        ("postgres://ada:canary@db.example.com/state", "a password in a URL"),
        ("host=db.example.com password=canary", "a password in a connection string"),
        ("pw: Summer2024!", "a password in words"),
        ("the password is Tr0ub4dor", "a password in words"),
        ("password: 12345678", "a password in words"),
        ("PIN, pw='031415'.", "a password in words"),
        ("login (Passwort: geheim#1) for tests", "a password in words"),
        ("send Authorization: Bearer s3cr3t-token", "a token in a header"),
        ("curl -H 'authorization: Basic YWRhOmh1bnRlcg=='", "a token in a header"),
        ("Bearer abcdef123456", "a token in a header"),
        ("curl -u ada:hunter https://scorer.example.com", "a token in a header"),
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "a JSON Web Token"),
        ("AKIAIOSFODNN7EXAMPLE", "an access key"),
    ],
)
def test_known_forms_are_found(text: str, expected: str) -> None:
    """What is a secret by its form is called by its name."""
    assert expected == secret_in(text)


@pytest.mark.parametrize(
    "written",
    [
        *("pw: {}", "password: {}", "password is {}", "secret: {}", "Passwort: {}", "Kennwort: {}"),
        *("api-key={}", "api_key: {}", "API key: {}", "client secret {}", "token={}", "passwd {}", "clientSecret: {}"),
        *('password: "{}"', "password: '{}'", '"password": "{}"', "password => {}", "bind_password={}", "db.pw = {}"),
    ],
)
@pytest.mark.parametrize("value", ["Summer2024!", "8f3k2LmQ9x", "Sum'mer2024!", "Summer,2024!", "(Summer2024!)"])
@pytest.mark.parametrize(
    "around",
    [
        "got '{}'",
        "unknown key '{}': remove it",
        "groups.{}: a group name has no colon",
        "key '{}' is required",
        "{}, and more",
    ],
)
def test_whole_value_is_hidden(written: str, value: str, around: str) -> None:
    """What is called a password is hidden to its end, as a value, as a key and in a location."""
    shown = hide_secrets(around.format(written.format(value)))
    before, _, after = around.partition("{}")

    assert not any(part in shown for part in ("Sum", "mer", "2024", "8f3k2", "LmQ9x"))
    assert shown.startswith(before)
    assert shown.rstrip("'").endswith(after.rstrip("'"))
    assert hide_secrets(shown) == shown


@pytest.mark.parametrize(
    "url",
    [
        "https://bob:Winter2024@x.example.com/*",
        "https://bob:Win@ter@2024@x.example.com",
        "HTTPS://bob:Win/ter2024@x.example.com",
        "amqp://:Winter2024@x.example.com",
    ],
)
def test_password_in_a_url_is_hidden_to_the_host(url: str) -> None:
    """The password ends at the last `@`, whatever it holds."""
    host = url.rpartition("@")[2]

    assert hide_secrets(f"got '{url}', write b@c") == f"got '[a password in a URL, not shown]{host}', write b@c"


def test_password_of_words_in_quotes_is_hidden_whole() -> None:
    """Quotes tell where a password with spaces ends."""
    assert hide_secrets('password: "correct horse 7 battery" or so') == '[a password in words, not shown]" or so'


@pytest.mark.parametrize(
    "text", ["pw" * 30_000, "pw: " * 16_000, "pw " * 20_000, "a://b:" * 10_000, "pw:" + " " * 60_000, "secret=" * 9_000]
)
def test_long_texts_come_to_an_end(text: str) -> None:
    """A value of the greatest length is looked through in a second or so; what grows with its square takes minutes."""
    begin = time.process_time()  # of this process alone: others may keep the machine busy
    secret_in(text)

    assert time.process_time() - begin < 30


@pytest.mark.parametrize("before", [0, 990, 1010, 1016, 1024, 1530, 60_000])
def test_password_is_found_anywhere_in_a_long_text(before: int) -> None:
    """A long text is read in windows: what lies across the end of one is found in the next."""
    assert secret_in("." * before + " the password is Tr0ub4dor " + "." * 3000) == "a password in words"


def test_private_key_in_base64_is_found() -> None:
    """A private key in DER starts with its version, and is taken for no certificate."""
    der = b"\x30\x82\x01\x00\x02\x01\x00" + base64.b64decode(CERTIFICATE_BASE64)[7:260]

    assert secret_in(base64.b64encode(der).decode()) is not None


@pytest.mark.parametrize(
    "text",
    [
        JWKS,
        CERTIFICATE,
        CERTIFICATE_BASE64,
        CERTIFICATE_BASE64[:64],
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "envoyproxy/envoy@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "https://login.example.com/3f2504e0-4f89-41d3-9a0c-0305e82c3301/oauth2/v2.0/token?scope=a",
        "repo:example/churn:ref:refs/heads/main",
        "CN=edge-forecaster-eu-west-1b,OU=Machines2026,O=Example",
        "length(12) and notUsername and notEmail and passwordHistory(3)",
        "client.use.lightweight.access.token.enabled",
        "password: see the vault",
        "password: ${var.password1}",
        "secret: https://vault.example.com/v1/secret",
        "the password is rotated",
        "token lifespan 5m",
        "client secret TF_VAR_Ui1_client_secret",
        "realm.email.auth.password: write text",
        "https://registry.example.com:5000/models/churn@sha256",
        "compass: N0rthwest",
        "Bearer tokens of RFC 6750",
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "authorization: by model, see RFC6749",
        "Basic authentication, tier2",
    ],
)
def test_public_texts_are_none(text: str) -> None:
    """Public keys, ids, digests, URLs, names and settings are no secrets."""
    assert secret_in(text) is None


@pytest.mark.parametrize("word", ["Summer2024!hunter", "hunter2!", "s3cret#pass", "P4ss&word"])
def test_word_that_may_be_a_password_is_not_repeated(word: str) -> None:
    """A message does without it; a description may have such a word, and is not refused for it."""
    assert (
        hide_secrets(f"first_name: a name, got '{word}'")
        == "first_name: a name, got '[what may be a password, not shown]'"
    )
    assert secret_in(word) is None


@pytest.mark.parametrize(
    "text",
    [
        "got 'length(12) and digits(1)'",
        "got '(memberOf=cn=ml1*,dc=example)'",
        "got 'POST /score/{model}'",
        "got 'OID.2.5.4.97=#0c0465646765'",
        "got 'https://a.example/cb?a=1&b=2#f'",
        "a person's name has none of & / ( ) < > [ ] { } $ % ! # ? § ; * ~ ^ =",
    ],
)
def test_what_messages_show_is_shown(text: str) -> None:
    """Policies, filters, routes and URLs are no passwords."""
    assert hide_secrets(text) == text


@pytest.mark.parametrize(
    "key",
    [
        "-----BEGI//aN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----",
        "-----BEG//IN EC PRIVATE KEY-----\nY2FuYXJ5\n-----E//ND EC PRIVATE KEY-----",
        "Y2FuYXJ5\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_damaged_key_is_hidden(key: str) -> None:
    """A key whose first or last line is damaged is hidden all the same, and what is around it is not."""
    assert hide_secrets(f"a name is short, got '{key}' in prod") == (
        "a name is short, got '[a private key, not shown]' in prod"
    )


def test_key_without_an_end_is_hidden_to_the_end() -> None:
    """Where nobody knows where it ends, nothing after it is shown."""
    text = "got '-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----EN//D PRIVATE KEY-----' in prod"
    assert hide_secrets(text) == "got '[a private key, not shown]"

"""One place renders a message."""

from __future__ import annotations

import json
import re

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.declaration.texts.one_line import MAX_LINE, one_line

pytestmark = pytest.mark.unit

RANDOM = "q7Zt3vXkP0sLm9RwYb2N"


def private_key() -> str:
    """A new private key, as `openssl` writes it."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("got 'a\nb\rc\td'", "got 'a\\nb\\rc\\td'"),
        ("got 'x\x1b[31mred\x00\x7f'", "got 'x\\x1b[31mred\\x00\\x7f'"),
        ("got 'a\u202eb\u2066c\u200bd\u2028e\xa0f'", "got 'a\\u202eb\\u2066c\\u200bd\\u2028e\\xa0f'"),
        ("environments/\udcff.yaml: x", "environments/\\udcff.yaml: x"),
        ("got 'Grüße 你好'", "got 'Grüße 你好'"),
        (f"realm 'ml': {'a b ' * 50}'x'", f"realm 'ml': {'a b ' * 50}'x'"),
        (
            f"key 'p.{'x y ' * 100}' is unknown: remove it",
            f"key 'p.{'x y ' * 19}x … (402 characters)' is unknown: remove it",
        ),
        (f"{'x' * 500}: write true", f"{'x' * 80}… (500 characters): write true"),
        (f"{'x' * 121}: write true", f"{'x' * 80}… (121 characters): write true"),
        (f"got '{'x' * 60_000}': write", f"got '{'x' * 80}… (60000 characters)': write"),
        (f"got '{'x y ' * 15_000}': write", f"got '{'x y ' * 20}… (60000 characters)': write"),
        (f"groups.{RANDOM}: write", "[27 characters that look random, not shown]: write"),
        (
            f"/t/{RANDOM}/prod.yaml:12: got '{RANDOM}'",
            f"/t/{RANDOM}/prod.yaml:12: got '[20 characters that look random, not shown]'",
        ),
        (f"/my files/{RANDOM}.yaml: x", f"/my files/{RANDOM}.yaml: x"),
        (
            f"got 'https://user:{RANDOM}@example.com/'",
            "got '[a password in a URL, not shown]example.com/'",
        ),
        (f"got '{RANDOM}{RANDOM}'", "got '[40 characters that look random, not shown]'"),
        (
            "got 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'",
            "got '[a JSON Web Token, not shown]'",
        ),
    ],
)
def test_message_is_one_short_line(message: str, shown: str) -> None:
    """Control characters stand escaped, long values cut, secrets not at all."""
    assert one_line(message) == shown
    assert one_line(shown) == shown


@pytest.mark.parametrize("fold", ["\n", " ", ""])
def test_private_key_is_not_shown(fold: str) -> None:
    """A key pasted by mistake does not reach a log, whichever way YAML folds its lines."""
    key = private_key()
    shown = one_line(f"jwks_url: a URL starts with https://, got '{key.replace(chr(10), fold)}'")
    assert shown.startswith("jwks_url: a URL starts with https://, got '[a private key, not shown]")
    assert not any(line in shown for line in key.splitlines())
    bare = "".join(key.splitlines()[1:-1])
    assert re.fullmatch(r"got '\[\d+ characters that look random, not shown\]'", one_line(f"got '{bare}'"))


def test_private_jwk_is_not_shown() -> None:
    """A JSON Web Key with private members is hidden whole, though its public ones alone would be shown."""
    key = {"kty": "EC", "crv": "P-256", "x": "short", "y": "short", "d": "also-short"}
    assert one_line(f"got '{json.dumps(key)}'") == "got '[a private key, not shown]'"
    assert one_line(f"""got '{json.dumps({"keys": [key]})}'""") == "got '{\"keys\": [[a private key, not shown]'"


@given(text=st.text(max_size=5000))
def test_any_text_is_a_printable_line(text: str) -> None:
    """No text breaks the line, the terminal or the bound."""
    shown = one_line(text)
    assert shown.isprintable()
    assert len(shown) <= MAX_LINE

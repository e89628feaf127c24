"""Bound tokens are told from others by nothing but nginx's expressions."""

from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.gateways.bound_tokens import BEARER_TOKEN, BOUND_BEARER_TOKEN

pytestmark = pytest.mark.unit

NAMES = st.text(min_size=1).filter(lambda name: name != "cnf")
VALUES = st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5)
CLAIMS = st.dictionaries(NAMES, VALUES, max_size=8)


def header(claims: dict[str, object], scheme: str = "Bearer") -> str:
    """Return an `Authorization` with these claims, as Keycloak writes them."""
    payload = json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()
    middle = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
    return f"{scheme} eyJhbGciOiJFUzI1NiJ9.{middle}.c2ln"


def is_bound(text: str) -> bool:
    """Tell what nginx tells."""
    return re.search(_python(BOUND_BEARER_TOKEN), text) is not None


def is_bearer(text: str) -> bool:
    """Tell what nginx tells."""
    return re.search(_python(BEARER_TOKEN), text) is not None


@pytest.mark.slow
@given(before=CLAIMS, after=CLAIMS, member=st.sampled_from(["jkt", "x5t#S256", "jwk"]), value=st.text())
def test_bound_token_is_found(before: dict[str, object], after: dict[str, object], member: str, value: str) -> None:
    """Wherever `cnf` stands among the claims, it is seen."""
    assert is_bound(header({**before, "cnf": {member: value}, **after}))


@pytest.mark.slow
@given(CLAIMS | st.fixed_dictionaries({"sub": st.sampled_from(["cnf", '"cnf":{', "{cnf:", "ImNuZiI6", '\\"cnf":'])}))
def test_no_other_token_is_taken_for_one(claims: dict[str, object]) -> None:
    """No claim's value makes a token look bound, and each is read as a bearer token."""
    text = header(claims)
    assert (is_bound(text), is_bearer(text)) == (False, True)


@pytest.mark.parametrize(
    "text", ["", "DPoP a.b.c", "Basic a.b.c", "Bearer a.b", "Bearer a.b.c\n", "Bearer  a.b.c", "xBearer a.b.c"]
)
def test_what_is_no_bearer_token(text: str) -> None:
    """Nothing but the scheme, a space and a JWT is a token."""
    assert not is_bearer(text)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_scheme_has_no_case(scheme: str) -> None:
    """RFC 9110 section 11.1: the name of a scheme is compared without regard to case, bound or not."""
    assert is_bearer(header({"sub": "x"}, scheme))
    assert is_bound(header({"cnf": {"jkt": "x"}}, scheme))


def _python(expression: str) -> str:
    """Return an expression of PCRE as Python writes it; `~` is nginx's own."""
    return expression.removeprefix("~").replace("(?<jwt>", "(?P<jwt>").replace(r"\z", r"\Z")

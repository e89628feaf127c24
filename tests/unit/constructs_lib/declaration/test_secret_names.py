"""Names of secret variables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.declaration.secret_names import (
    bind_credential_name,
    client_secret_name,
    given_secret_names,
    initial_password_name,
)
from tests.support.declarations.declarations import PERSON, build, declare
from tests.support.declarations.people_sources import OIDC, ldap

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("ml-api-user", "ml_api_user_initial_password"),
        ("ada@example.com", "ada_example_com_initial_password"),
        ("007", "_007_initial_password"),
    ],
)
def test_variable_follows_from_the_username(username: str, expected: str) -> None:
    """Whatever a username holds, its variable is one that Terraform takes, and the stack declares it."""
    assert initial_password_name(username) == expected
    assert expected in build(people={username: PERSON}).json["variable"]


@given(st.from_regex(r"[a-z0-9][a-z0-9._@+-]{2,20}", fullmatch=True))
def test_variable_is_an_identifier(name: str) -> None:
    """Terraform's variables are letters, digits and underscores, and start with no digit."""
    assert initial_password_name(name).isidentifier()
    assert client_secret_name(name).isidentifier()
    assert bind_credential_name(name).isidentifier()


def test_secrets_that_others_give_out() -> None:
    """A directory's password and the secret at an identity provider are theirs; a client's own is not."""
    application = {"type": "confidential", "redirect_uris": ["https://ui.example.com/cb"]}
    declaration = declare(
        federation={"corp-ldap": ldap()}, identity_providers={"sso": OIDC}, applications={"notebook": application}
    )
    assert given_secret_names(declaration) == {"corp_ldap_bind_credential", "sso_client_secret"}

"""Where somebody is sent who writes a secret into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.valid_environment import lines_of_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

BASE = "keycloak: {url: 'https://sso.example.com'}\napi: {client_id: my-api}\n"
REALM = "realm: {name: mine}\n"
GOOGLE = "type: google, client_id: x, client_secret: canary"
LDAP = "vendor: other, url: 'ldaps://l.example', users: {dn: 'ou=people'}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "realm: {name: mine, smtp: {host: h.example, sender: a@b.example, auth: {username: a, password: canary}}}",
            "'realm.smtp.auth.password': remove it: the password is the variable TF_VAR_smtp_password",
        ),
        (
            "realm: {name: mine, smtp: {host: h.example, sender: a@b.example, password: canary}}",
            "'realm.smtp.password': remove it: the password is the variable TF_VAR_smtp_password",
        ),
        (
            f"{REALM}federation: {{corp: {{{LDAP}, bind: {{dn: 'cn=a', credential: canary}}}}}}",
            "'federation.corp.bind.credential': remove it: the password is the variable TF_VAR_corp_bind_credential",
        ),
        (
            f"{REALM}federation: {{corp: {{{LDAP}, bind: {{dn: 'cn=a'}}, bind_credential: canary}}}}",
            "'federation.corp.bind_credential': remove it: the password is the variable TF_VAR_corp_bind_credential",
        ),
        (
            f"{REALM}identity_providers: {{idp: {{{GOOGLE}}}}}",
            "'identity_providers.idp.client_secret': remove it: the secret is the variable TF_VAR_idp_client_secret",
        ),
        (
            f"{REALM}backend: {{type: pg, conn_str: canary}}",
            "'backend.conn_str': remove it: the connection string is the variable PG_CONN_STR",
        ),
        (
            f"{REALM}backend: {{type: s3, bucket: b, region: r, secret_key: canary}}",
            "'backend.secret_key': remove it: credentials come from the AWS variables or profile",
        ),
    ],
)
def test_variable_is_that_of_the_place(tmp_path: Path, text: str, said: str) -> None:
    """The name of the variable is the one that is read for this very thing."""
    (line,) = lines_of_file(tmp_path, f"{BASE}{text}\n")
    assert line.endswith(f"unknown key {said}")

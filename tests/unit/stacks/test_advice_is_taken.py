"""What a message advises is accepted by whoever follows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.valid_environment import lines_of_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

FILE = """\
keycloak: {url: 'https://sso.example.com'}
realm:
  name: mine
  smtp: {host: smtp.example.com, sender: no-reply@example.com}
api: {client_id: my-api}
models: {spam: {}, ham: {}}
workload_issuers: {ci: {issuer: 'https://ci.example.com', jwks_url: 'https://ci.example.com/jwks'}}
federation:
  corp:
    vendor: other
    url: ldaps://ldap.example.com
    bind: {dn: 'cn=keycloak,dc=example'}
    users: {dn: 'ou=people,dc=example'}
    groups: {dn: 'ou=groups,dc=example', map: {Leads: leads}}
groups:
  leads: {spam: [predict]}
consumers:
  batch: {grants: {spam: [predict]}}
  edge: {auth: {method: mtls, subject_dn: CN=edge}, grants: {spam: [predict]}}
  job: {auth: {method: federated, issuer: ci, subject: 'repo:x'}, grants: {spam: [predict]}}
people:
  ada: {email: ada@example.com, first_name: Ada, last_name: L, groups: [leads]}
applications:
  ui: {redirect_uris: ['https://ui.example.com/cb']}
gateway: {upstream: 'http://127.0.0.1:8000'}
"""
NAMED = [
    # a place in the file, what somebody writes there, and what the message offers in its place
    ("url: 'https://sso.example.com'", "url: @@", "sso.example.com", "https://"),
    ("name: mine", "name: mine\n  login: {locales: [@@]}", "english", "'en'"),
    ("name: mine", "name: mine\n  login: {locales: [@@]}", "en_US", "'pt-BR'"),
    ("name: mine", "name: mine\n  event_retention: @@", "300", "'5m'"),
    ("name: mine", "name: mine\n  event_retention: @@", "1w", "'1h30m'"),
    ("name: mine", "name: mine\n  event_retention: @@", "99999d", "24855d"),
    ("name: mine", "name: mine\n  lifespans: {access_code: @@}", "2m", "1m"),
    ("name: mine", "name: mine\n  brute_force: {wait: @@}", "20m", "15m"),
    ("name: mine", "name: mine\n  brute_force: {max_failures: @@}", "0", "1"),
    ("name: mine", "name: mine\n  brute_force: {max_failures: @@}", "2147483648", "2147483647"),
    ("name: mine", "name: mine\n  password_policy: @@", "length (8)", "'length(12) and digits(1) and notUsername'"),
    ("name: mine", "name: mine\n  ssl_required: @@", "All", "'all'"),
    ("name: mine", "name: mine\n  signature_algorithm: @@", "HS256", "'ES256'"),
    ("host: smtp.example.com", "host: @@", "'smtp.example.com:25'", "'smtp.example.com'"),
    ("smtp: {host", "smtp: {encryption: @@, host", "ssl", "'starttls'"),
    ("smtp: {host", "smtp: {port: @@, host", "70000", "65535"),
    (
        "client_id: my-api",
        "client_id: my-api, web_origins: ['@@']",
        "https://UI.example.com:443/",
        "'https://ui.example.com'",
    ),
    ("client_id: my-api", "client_id: my-api, secret_rotation: @@", "0", "1"),
    ("client_id: my-api", "client_id: my-api, enabled: @@", "'true'", "true"),
    ("spam: {}", "spam: {open_to: @@}", "all", "'*'"),
    ("jwks_url: 'https://ci", "type: @@, jwks_url: 'https://ci", "k8s", "'kubernetes'"),
    ("vendor: other", "vendor: @@", "openldap", "'other'"),
    ("url: ldaps://ldap.example.com", "url: @@", "ldap://ldap.example.com", "ldaps://"),
    ("dn: 'ou=people,dc=example'", "dn: @@", "people", "'ou=people,dc=example,dc=com'"),
    ("dn: 'ou=people,dc=example'", "dn: 'ou=people,dc=example', filter: @@", "a=b", "'(objectClass=person)'"),
    ("dn: 'ou=people,dc=example'", "dn: 'ou=people,dc=example', filter: @@", "(a=b)(c=d)", "'(&(a=b)(c=d))'"),
    ("dn: 'cn=keycloak,dc=example'", "dn: @@", "EXAMPLE/svc", "'keycloak@example.com'"),
    ("subject_dn: CN=edge", "subject_dn: @@", "edge", "'CN=edge-scorer,O=Example'"),
    ("subject_dn: CN=edge", "subject_dn: @@=x", "SN", "'SURNAME'"),
    ("subject_dn: CN=edge", "subject_dn: @@=x", "organizationIdentifier", "'OID.2.5.4.97'"),
    ("subject_dn: CN=edge", "subject_dn: 'CN=@@'", "#0c05", "'#0c0465646765'"),
    ("issuer: ci, subject", "issuer: @@, subject", "cj", "'ci'"),
    ("batch: {grants: {spam: [predict]}}", "batch: {grants: {spam: [@@]}}", "predcit", "'predict'"),
    ("batch: {grants: {spam: [predict]}}", "batch: {grants: {@@: [predict]}}", "spm", "'spam'"),
    ("batch: {grants: ", "batch: {@@: ", "grant", "'grants'"),
    ("ada: {", "ada: {invite: @@, ", "'true'", "true"),
    ("groups: [leads]", "groups: [@@]", "leeds", "'leads'"),
    ("email: ada@example.com", "email: @@", "ada", "'name@host'"),
    ("'https://ui.example.com/cb'", "'@@'", "ui.example.com", "https://"),
    ("'https://ui.example.com/cb'", "'@@/cb'", "http://localhost:8888", "http://127.0.0.1"),
    ("ui: {", "ui: {type: @@, ", "spa", "'public'"),
    ("upstream: 'http://127.0.0.1:8000'", "upstream: @@", "models:8000", "'http://127.0.0.1:8000'"),
    ("upstream: ", "listen: @@, upstream: ", "8090", "'127.0.0.1:8090'"),
    ("upstream: ", "paths: {actions: {predict: [@@]}}, upstream: ", "/score", "'POST /score/{model}'"),
    ("upstream: ", "paths: {health: [@@]}, upstream: ", "/healthz", "'GET /healthz'"),
    ("upstream: ", "tls: {key: /a, certificate: @@}, upstream: ", "a.pem", "'/etc/envoy/tls/server.pem'"),
    ("gateway: ", "backend: {type: @@}\ngateway: ", "S3", "'local'"),
    (
        "groups: [leads]",
        "groups: [leads], grants: {spam: {actions: [predict], reason: for a good test, until: @@}}",
        "2027-13-31",
        "2027-03-31",
    ),
    ("redirect_uris", "@@", "redirect_urls", "'redirect_uris'"),
    ("first_name", "@@", "firstname", "'first_name'"),
    ("issuer: 'https://ci", "@@: 'https://ci", "isuer", "'issuer'"),
    ("gateway: ", "secret_storage: @@\ngateway: ", "vault", "'state'"),
    ("gateway: ", "second_factor: {leads: @@}\ngateway: ", "totp", "'otp'"),
]
# What the advice leaves to whoever follows it: a host, a name.
COMPLETED = {"ldaps://": "ldaps://ldap.example.com", "https://": "https://ui.example.com/cb", "'name@host'": "ada@host"}


def test_file_without_a_fault_is_taken(tmp_path: Path) -> None:
    """What the others are made from by one change."""
    assert lines_of_file(tmp_path, FILE) == []


@pytest.mark.parametrize(("place", "written", "bad", "advised"), NAMED)
def test_advised_value_is_accepted(tmp_path: Path, place: str, written: str, bad: str, advised: str) -> None:
    """The message of a wrong value is one line and offers another, which the same place takes."""
    assert FILE.count(place) >= 1
    (line,) = lines_of_file(tmp_path, FILE.replace(place, written.replace("@@", bad), 1))
    assert advised in line or advised.replace("'", "") in line
    quoted = COMPLETED.get(advised, advised)
    bare = quoted.strip("'") if any(each in written for each in ("@@'", "'@@", "@@=x")) else quoted
    assert lines_of_file(tmp_path, FILE.replace(place, written.replace("@@", bare), 1)) == []


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("keycloak: {url: 'https://sso.example.com'}", "keycloak: @@"),
        ("api: {client_id: my-api}", "api: @@"),
        ("  ada: {email: ada@example.com, first_name: Ada, last_name: L, groups: [leads]}", "  ada: @@"),
        ("  batch: {grants: {spam: [predict]}}", "  batch: @@"),
        ("  batch: {grants: {spam: [predict]}}", "  batch: {grants: @@}"),
        ("  leads: {spam: [predict]}", "  leads: @@"),
        ("  ui: {redirect_uris: ['https://ui.example.com/cb']}", "  ui: @@"),
        ("{issuer: 'https://ci.example.com', jwks_url: 'https://ci.example.com/jwks'}", "@@"),
        ("{spam: {}, ham: {}}", "{spam: @@, ham: {}}"),
        ("gateway: {upstream: 'http://127.0.0.1:8000'}", "gateway: @@"),
        ("gateway: ", "exemptions: @@\ngateway: "),
        ("gateway: ", "backend: @@\ngateway: "),
    ],
)
def test_keys_that_an_empty_mapping_is_said_to_need_are_enough(tmp_path: Path, place: str, written: str) -> None:
    """Nothing is advised that is refused in turn: `{}` only where all has defaults, else the keys that are needed."""
    values = {
        "url": "'https://sso.example.com'",
        "client_id": "my-api",
        "email": "ada@example.com",
        "first_name": "Ada",
        "last_name": "L",
        "grants": "{spam: [predict]}",
        "redirect_uris": "['https://ui.example.com/cb']",
        "issuer": "'https://ci.example.com', type: kubernetes",
        "type": "local",
    }
    (line,) = lines_of_file(tmp_path, FILE.replace(place, written.replace("@@", ""), 1))
    if "fraud-detector" in line:
        advised = "{spam: [predict]}"
    elif "- item" in line:
        advised = "[]"
    else:
        keys = re.findall(r"'(\w+):'", line)
        assert keys or "{}" in line
        advised = f"{{{', '.join(f'{key}: {values[key]}' for key in keys)}}}"
    assert lines_of_file(tmp_path, FILE.replace(place, written.replace("@@", advised), 1)) == []

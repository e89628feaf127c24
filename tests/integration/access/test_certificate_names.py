"""Certificates' subjects as consumers declare them, at a real Keycloak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.x509 import Name, NameAttribute, ObjectIdentifier
from cryptography.x509.oid import NameOID

from constructs_lib.declaration.consumer_auth import authenticator, credential_settings
from constructs_lib.declaration.props import MtlsAuth
from tests.support.baseline.answers import answer_of
from tests.support.realms.bare_realm import bare_realm
from tests.support.tokens.dpop_key import DpopKey
from tools.demo.token_client import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "certificate-names"
CN = NameAttribute(NameOID.COMMON_NAME, "edge")
ORGANIZATION_ID = ObjectIdentifier("2.5.4.97")


@pytest.fixture(scope="module")
def admin(keycloak: KeycloakServer) -> Iterator[KeycloakAdmin]:
    """The Admin API, and a realm as Keycloak makes it."""
    with bare_realm(keycloak.admin, REALM):
        yield keycloak.admin


def create_consumer(admin: KeycloakAdmin, client_id: str, subject_dn: str, **attributes: str) -> dict[str, str]:
    """Make a consumer with a subject, and return the form by which it asks for a token."""
    auth = MtlsAuth(method="mtls", subject_dn=subject_dn)
    client = {
        "clientId": client_id,
        "serviceAccountsEnabled": True,
        "publicClient": False,
        "clientAuthenticatorType": authenticator(auth),
        "attributes": {**credential_settings(auth), **attributes},
    }
    admin.request("POST", f"realms/{REALM}/clients", json=client)
    return {"grant_type": "client_credentials", "client_id": client_id}


def token_url(tls: TlsListener) -> str:
    """Return where consumers ask for tokens."""
    return f"{tls.url}/realms/{REALM}/protocol/openid-connect/token"


def answer(admin: KeycloakAdmin, tls: TlsListener, subject_dn: str, certificate: Name) -> str:
    """Return what Keycloak answers a consumer with a subject that shows a certificate."""
    form = create_consumer(admin, f"edge-{abs(hash((subject_dn, certificate)))}", subject_dn)
    with tls.client(certificate) as http:
        return answer_of(http.post(token_url(tls), data=form))


@pytest.mark.parametrize(
    ("subject_dn", "certificate"),
    [
        ("CN=edge,O=Example", Name([NameAttribute(NameOID.ORGANIZATION_NAME, "Example"), CN])),
        ("cn = edge , O=Example", Name([NameAttribute(NameOID.ORGANIZATION_NAME, "Example"), CN])),
        ("E=ops@example.com,CN=edge", Name([CN, NameAttribute(NameOID.EMAIL_ADDRESS, "ops@example.com")])),
        ("BUSINESSCATEGORY=Bank,CN=edge", Name([CN, NameAttribute(NameOID.BUSINESS_CATEGORY, "Bank")])),
        ("JURISDICTIONCOUNTRYNAME=DE,CN=edge", Name([CN, NameAttribute(NameOID.JURISDICTION_COUNTRY_NAME, "DE")])),
        ("S=Hesse,CN=edge", Name([CN, NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "Hesse")])),
        ("OID.2.5.4.5=7,CN=edge", Name([CN, NameAttribute(NameOID.SERIAL_NUMBER, "7")])),
        ("CN=#0c0465646765", Name([CN])),
        ("OID.2.5.4.97=#0c0145,CN=edge", Name([CN, NameAttribute(ORGANIZATION_ID, "E")])),
        ("DNQ=7,CN=edge", Name([CN, NameAttribute(NameOID.DN_QUALIFIER, "7")])),
    ],
)
def test_declared_subject_is_the_certificates(
    admin: KeycloakAdmin, tls: TlsListener, subject_dn: str, certificate: Name
) -> None:
    """What the file takes as a name is one that Keycloak finds in a certificate."""
    assert answer(admin, tls, subject_dn, certificate) == "200 token"


@pytest.mark.parametrize(
    ("subject_dn", "certificate"),
    [
        ("CN=Edge", Name([CN])),
        ("OID.2.5.4.97=E,CN=edge", Name([CN, NameAttribute(ORGANIZATION_ID, "E")])),
        ("CN=edge,O=Example", Name([CN])),
    ],
)
def test_other_spelling_is_another_subject(
    admin: KeycloakAdmin, tls: TlsListener, subject_dn: str, certificate: Name
) -> None:
    """Upper and lower case count, and of an attribute without a keyword the encoding, as the reference says."""
    assert answer(admin, tls, subject_dn, certificate) == "401 invalid_client"


def test_token_is_bound_to_the_certificate_alone(admin: KeycloakAdmin, tls: TlsListener) -> None:
    """Why `dpop` beside a certificate is refused: a proof is demanded, and its key stands in no token."""
    url = token_url(tls)
    form = create_consumer(admin, "both", "CN=edge", **{"dpop.bound.access.tokens": "true"})
    with tls.client(Name([CN])) as http:
        assert answer_of(http.post(url, data=form)) == "400 invalid_request"
        answer = http.post(url, data=form, headers=DpopKey().proof(url)).json()
    assert answer["token_type"] == "DPoP"
    assert set(Token(answer["access_token"]).claims["cnf"]) == {"x5t#S256"}

"""Who has an account at a company's own provider, who has one here, and the ways between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.realms.corporate_realm import CorporatePerson
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.public_keys import CERTIFICATE

if TYPE_CHECKING:
    from stacks.yaml_document import Value
    from tests.support.realms.corporate_realm import CorporateRealm
    from tests.support.realms.private_side import PrivateSide

__all__ = ["CORPORATE", "brokers", "local_account"]

_GROUP = ("ml-fraud",)

# Who has an account at the company, by a name that says for which test.
CORPORATE = {
    "marie-corp": CorporatePerson(_GROUP),
    "marie-corp-saml": CorporatePerson(_GROUP),
    "lead": CorporatePerson(("ml-leads",)),
    "nobody-corp": CorporatePerson(),
    "nobody-corp-saml": CorporatePerson(),
    "leaver-corp": CorporatePerson(_GROUP),
    "leaver-corp-saml": CorporatePerson(_GROUP),
    "mallory": CorporatePerson(_GROUP, email="ada@example.com"),
    "ada": CorporatePerson(_GROUP, email="other@corp.example.com"),
    "renamed": CorporatePerson(_GROUP),
    "grace": CorporatePerson(email="grace@example.com"),
    "linda": CorporatePerson(_GROUP, email="linda@example.com"),
    "own-password-corp": CorporatePerson(_GROUP),
    "own-password-corp-saml": CorporatePerson(_GROUP),
    "no-group": CorporatePerson(),
    "stranger": CorporatePerson(_GROUP),
    "browsing-corp": CorporatePerson(_GROUP),
    "browsing-corp-saml": CorporatePerson(_GROUP),
    "forged": CorporatePerson(_GROUP),
    "forged-saml": CorporatePerson(_GROUP),
}


def local_account(username: str) -> dict[str, Value]:
    """Declare a local account."""
    names: dict[str, Value] = {"first_name": username.capitalize(), "last_name": "Example"}
    return {"email": f"{username}@example.com", **names, "temporary_password": False, "groups": ["fraud-analysts"]}


def brokers(corporate: CorporateRealm, private: PrivateSide) -> dict[str, Value]:
    """Declare the page's providers at the second realm, and variants of them."""
    corp, saml = corporate.oidc, corporate.saml
    strange_keys = f"/{corporate.name}/strange-keys"
    private.documents.documents[strange_keys] = AssertionKey.generate("strange").jwks
    return {
        "corp": corp,
        "corp-saml": saml,
        "members": {**corp, "type": "oidc", "client_id": "members", "first_login": "link"},
        "forged": {
            **corp,
            "type": "oidc",
            "client_id": "forged",
            "jwks_url": f"{private.documents.url}{strange_keys}",
        },
        "forged-saml": {**saml, "type": "saml", "entity_id": "urn:example:forged", "signing_certificate": CERTIFICATE},
        "entra": {"type": "microsoft", "client_id": "ml", "tenant": "11111111-2222-3333-4444-555555555555"},
        "google": {"type": "google", "client_id": "ml", "claims": {"hd": {"example.com": "fraud-analysts"}}},
        "github": {"type": "github", "client_id": "ml"},
    }

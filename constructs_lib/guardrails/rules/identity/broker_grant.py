"""KC-IDP-GRANT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.identity_mappers import granting_claims
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerGrant"]

# What people say of themselves (OpenID Connect Core 1.0 section 5.1, names of SAML too), without what joins the words.
# An address, and a name to log in with, are theirs to choose at many providers, and section 5.7 relies on neither.
_OF_THEMSELVES = frozenset(
    {
        *("address", "bio", "birthdate", "blog", "description", "displayname", "email", "emailaddress"),
        *(
            "emailverified",
            "familyname",
            "gender",
            "givenname",
            "gn",
            "locale",
            "login",
            "mail",
            "middlename",
            "mobile",
        ),
        *("name", "nickname", "phone", "phonenumber", "phonenumberverified", "picture", "postaladdress"),
        *("preferredlanguage", "preferredusername", "profile", "sn", "surname", "telephonenumber", "username"),
        *("usermetadata", "website", "zoneinfo"),
        # The same by number, as SAML names them: sn, givenName, displayName, mail, telephoneNumber.
        *("oid2544", "oid25442", "oid2168401113730313241", "oid0923421920030010013", "oid25420"),
    }
)
_JOINTS = re.compile(r"[^a-z0-9]")
# A claim within another is written so: `address.locality`; a dot of its own name has a backslash before it.
_WITHIN = re.compile(r"(?<!\\)\.")


class BrokerGrant(Rule):
    """Roles and groups follow from what an identity provider decides, not from what people write there."""

    id = "KC-IDP-GRANT"
    info = "people of an identity provider grant themselves roles or groups"
    why = "Anybody may call themselves 'admin' in their profile there, and has the role here at the next login."
    source = "OpenID Connect Core 1.0 section 5.1, ASVS 5.0 V8.2.1"
    remedy = "compare a claim that the provider's administrators write, such as groups or roles"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mappers of roles and groups that look at what people say of themselves, or cannot be read."""
        for mapper in configuration.resources():
            for claim in granting_claims(mapper):
                if claim is None:
                    yield mapper.violation("which claims it compares cannot be read")
                elif _is_of_themselves(claim):
                    yield mapper.violation(f"it grants by '{claim}', which people may write themselves")


def _is_of_themselves(claim: str) -> bool:
    """Tell whether people write a claim, or the one that it is in, themselves."""
    outermost = claim if "/" in claim or claim.startswith("urn:") else _WITHIN.split(claim, maxsplit=1)[0]
    return any(
        _JOINTS.sub("", name.rpartition("/")[2].lower().removeprefix("urn:")) in _OF_THEMSELVES
        for name in (claim, outermost)
    )

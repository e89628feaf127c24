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
_OF_THEMSELVES = frozenset(
    {
        *("address", "bio", "birthdate", "blog", "description", "displayname", "familyname", "gender", "givenname"),
        *("gn", "locale", "middlename", "mobile", "name", "nickname", "phone", "phonenumber", "picture"),
        *("postaladdress", "preferredlanguage", "profile", "sn", "surname", "telephonenumber", "website", "zoneinfo"),
    }
)
_JOINTS = re.compile(r"[^a-z0-9]")


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
                elif _JOINTS.sub("", claim.rpartition("/")[2].lower()) in _OF_THEMSELVES:
                    yield mapper.violation(f"it grants by '{claim}', which people may write themselves")

"""KC-SIGNATURE-ALGORITHM."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SignatureAlgorithm"]

_WEAK = re.compile(r"HS\d+$|none$", re.IGNORECASE)
_CLIENT_KEYS = (
    "access.token.signed.response.alg",
    "id.token.signed.response.alg",
    "authorization.signed.response.alg",
    "introspection.response.signature.alg",
    "user.info.response.signature.alg",
)


class SignatureAlgorithm(Rule):
    """Tokens are signed with an asymmetric algorithm. Keycloak's own, RS256, is one (RFC 9068 section 2.1)."""

    id = "KC-SIGNATURE-ALGORITHM"
    info = "tokens are signed with a weak algorithm"
    why = (
        "Who can check an HMAC can also forge it, so that every API could issue tokens; 'none' is no signature at all."
    )
    source = "RFC 8725 sections 3.1 and 3.2, RFC 9068 section 2.1"
    remedy = "use ES256, PS256, EdDSA or RS256"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to HMAC and none, on realms and on clients."""
        for realm in configuration.resources("keycloak_realm"):
            algorithm = realm.text("default_signature_algorithm") or ""
            if _WEAK.match(algorithm):
                yield realm.violation(f"default_signature_algorithm is '{algorithm}'")
        for client in configuration.resources("keycloak_openid_client"):
            for key in _CLIENT_KEYS:
                chosen = client.setting(key)
                if isinstance(chosen, str) and _WEAK.match(chosen):
                    yield client.violation(f"{key} is '{chosen}'")

"""KC-PASSKEY-POLICY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["PasskeyPolicy"]

_SECOND, _ALONE = "web_authn_policy", "web_authn_passwordless_policy"
_VERIFICATION, _ATTESTATION = "user_verification_requirement", "attestation_conveyance_preference"
# COSE algorithms that Keycloak knows, but for RS1, which signs SHA-1.
_ALGORITHMS = frozenset({"ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "EdDSA", "Ed25519"})
_ATTESTED = frozenset({"direct", "enterprise"})
_ENCRYPTED = ("https://", "android:apk-key-hash:")


class PasskeyPolicy(Rule):
    """A passkey proves who somebody is: with no password beside it, also that it is them who hold it."""

    id = "KC-PASSKEY-POLICY"
    info = "passkeys are taken that prove less"
    why = (
        "Whoever finds an unlocked device, or a key on a desk, logs in by it where nobody is verified. A page of "
        "another origin that may ask for passkeys can log in by those of whoever visits it."
    )
    source = "WebAuthn Level 3 sections 5.4.6, 6.5 and 13.4.9, ASVS 5.0 V6.3.3, NIST SP 800-63B section 3.1.7"
    remedy = (
        f"set {_VERIFICATION} to required in {_ALONE}, and leave signature_algorithms, acceptable_aaguids and "
        "extra_origins to Keycloak; acceptable_aaguids needs direct attestation"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to policies that ask for less; warn of other origins over https."""
        for realm in configuration.resources("keycloak_realm"):
            for block in (_SECOND, _ALONE):
                if realm.value(block) not in (None, []):
                    yield from _of_policy(realm, block)


def _of_policy(realm: Resource, block: str) -> Iterator[Violation]:
    verification = realm.value(f"{block}.{_VERIFICATION}")
    # Left out it is not asked for, whatever Keycloak's own policy says. Beside a password the key alone may do.
    weak = verification == "discouraged" if block == _SECOND else verification != "required"
    if weak and not isinstance(verification, Symbol):
        yield realm.violation(f"{block}.{_VERIFICATION} is '{verification or 'not specified'}'")
    for algorithm in realm.texts(f"{block}.signature_algorithms"):
        if "$" not in algorithm and algorithm not in _ALGORITHMS:
            yield realm.violation(f"{block}.signature_algorithms has '{algorithm}'")
    attestation = realm.value(f"{block}.{_ATTESTATION}")
    named = realm.texts(f"{block}.acceptable_aaguids") or realm.symbols(f"{block}.acceptable_aaguids")
    if named and attestation not in _ATTESTED and not isinstance(attestation, Symbol):
        yield realm.violation(f"{block}.acceptable_aaguids is not proven: {_ATTESTATION} is '{attestation or 'none'}'")
    origins = f"{block}.extra_origins"
    for origin in realm.texts(origins):
        safe = origin.lower().startswith(_ENCRYPTED) and "*" not in origin
        fault = f"{origins} lets '{origin}' ask for passkeys"
        yield Violation(realm.subject, fault, Level.WARNING if safe else None)

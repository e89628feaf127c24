"""KC-KEY-FILE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["KeyFile"]


class KeyFile(Rule):
    """A realm signs with keys that Keycloak made, or that somebody passed to it."""

    id = "KC-KEY-FILE"
    info = "a realm takes its keys from a file of the server"
    why = (
        "No rule sees how long the key is. Whoever can write that path, or names another one, signs tokens for every "
        "API of the realm; realms that name one file accept each other's tokens."
    )
    source = "ASVS 5.0 V11.1.1, Keycloak guide 'Server Administration', 'Realm keys'"
    remedy = "use keycloak_realm_keystore_ecdsa_generated, or keycloak_realm_keystore_rsa_generated"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each such keystore."""
        for keystore in configuration.resources("keycloak_realm_keystore_java_keystore"):
            yield keystore.violation(f"its keys are in the file '{keystore.spelled('keystore') or '${…}'}'")

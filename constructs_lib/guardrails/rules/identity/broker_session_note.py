"""KC-IDP-SESSION-NOTE."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.claims import RIGHTS
from constructs_lib.guardrails.keycloak.identity_mappers import IDENTITY_MAPPERS, session_notes
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerSessionNote"]

# How the notes begin that Keycloak itself keeps in a session and reads again, without regard to what joins words.
_KEPT = (
    *("acr", "amr", "auth", "broker", "client", "correspond", "credential", "exchange", "external", "federated"),
    *("first", "identity", "impersonat", "kc", "keycloak", "level", "loa", "logout", "nonce", "oidc", "remember"),
    *("reqaud", "saml", "session", "sso", "state", "subject", "x509"),
)
_JOINTS = re.compile(r"[^a-z0-9]")


class BrokerSessionNote(Rule):
    """An identity provider does not say by which client somebody calls, or how they logged in."""

    id = "KC-IDP-SESSION-NOTE"
    info = "an identity provider writes into a session what Keycloak and our tokens read there"
    why = (
        "The note client_id of a session becomes the claim client_id: a mapper that writes it makes a person's token "
        "look like that of a machine. Others say when, where and how strongly somebody logged in."
    )
    source = "RFC 9068 section 2.2 and 5, ASVS 5.0 V8.2.1 and V10.3.2"
    remedy = "remove the mapper, or write a note of another name, which no mapper of rights reads"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mappers of session attributes, fixed or from claims, that have such a name or one not readable."""
        for mapper in configuration.resources(*IDENTITY_MAPPERS):
            for note in session_notes(mapper):
                if note is None:
                    yield mapper.violation("which session attributes it writes cannot be read")
                elif note in RIGHTS or _JOINTS.sub("", note.lower()).startswith(_KEPT):
                    yield mapper.violation(f"it writes the session attribute '{note}'")

"""KC-IDP-UNPROVEN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_realms import own_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["UnprovenAddress"]


class UnprovenAddress(Rule):
    """Nobody waits at a colleague's address for the colleague."""

    id = "KC-IDP-UNPROVEN"
    info = "people may take an address that is not theirs, in a realm with an identity provider and mail"
    why = (
        "Whose address it is comes from the identity provider, is told of an account, sets its password by mail and "
        "links it: who took the address stays logged in, with the roles that the provider's claims then bring."
    )
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'First login flow'"
    remedy = "leave realm.login.restrict_self_service on, and verify_email too, which a provider before 5.2 needs"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared realms in which an address changes without a mail to it."""
        for declared in own_realms(configuration):
            realm = declared.declaration.realm
            if not declared.declaration.identity_providers or realm.smtp is None:
                continue
            if not realm.login.restrict_self_service:
                yield declared.violation("people set their address themselves: restrict_self_service is off")
            elif not (realm.login.verify_email or declared.checked.features.required_action_config):
                yield declared.violation("people change their address without a mail: verify_email is off")

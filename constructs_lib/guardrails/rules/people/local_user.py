"""KC-LOCAL-USER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LocalUser"]


class LocalUser(Rule):
    """People come from a directory or an identity provider."""

    id = "KC-LOCAL-USER"
    info = "a person is a local account"
    why = (
        "Nobody takes a local account away when its owner leaves the company, and it has no second factor of the "
        "company's."
    )
    source = "ASVS 5.0 V6.3.4"
    remedy = "bring people in by user federation or an identity provider, and grant to groups"
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each account that is not linked to an identity provider."""
        for user in configuration.resources("keycloak_user"):
            if user.value("federated_identity") in (None, [], {}):
                yield user.violation("it is a local account")

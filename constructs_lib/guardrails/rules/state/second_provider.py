"""KC-PROVIDER-SECOND."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.subject import Subject
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["SecondProvider"]

_KEYCLOAK = "keycloak"


class SecondProvider(Rule):
    """A stack talks to one Keycloak."""

    id = "KC-PROVIDER-SECOND"
    info = "a stack configures Keycloak's provider a second time"
    why = (
        "Whatever a block leaves out, the provider takes from the environment: a second one with another url is sent "
        "the administrator's KEYCLOAK_CLIENT_SECRET or KEYCLOAK_PASSWORD of the first."
    )
    source = "ASVS 5.0 V13.2.2, provider keycloak/keycloak 'Argument Reference'"
    remedy = "remove the block, and deploy the other server from a stack of its own"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each block with an alias, and to each after the first without one."""
        for stack in configuration.stacks:
            plain = 0
            for provider in stack.providers:
                if provider.type != _KEYCLOAK:
                    continue
                alias = provider.value("alias")
                plain += alias is None
                if alias is not None or plain > 1:
                    name = f"{_KEYCLOAK}.{alias}" if isinstance(alias, str) else f"{_KEYCLOAK}.?"
                    url = provider.spelled("url") or "that of the environment"
                    yield Violation(
                        Subject(f"{stack.name}/{name}", f"provider '{name}'"), f"a second one, its url is {url}"
                    )

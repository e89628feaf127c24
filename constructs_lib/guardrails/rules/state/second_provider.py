"""KC-PROVIDER-SECOND."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.provider_sources import KEYCLOAK, keycloak_names
from constructs_lib.guardrails.terraform.subject import Subject
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["SecondProvider"]


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
        """Object to each block with an alias or under another name, and to each after the first without one."""
        for stack in configuration.stacks:
            plain = 0
            names = keycloak_names(stack.json)
            for provider in stack.providers:
                if provider.type not in names:
                    continue
                alias = provider.value("alias")
                own = provider.type == KEYCLOAK and alias is None
                plain += own
                if not own or plain > 1:
                    named = "?" if alias is None and provider.type == KEYCLOAK else alias
                    label = named if isinstance(named, str) else "?"
                    name = provider.type if named is None else f"{provider.type}.{label}"
                    url = provider.spelled("url") or "that of the environment"
                    yield Violation(
                        Subject(f"{stack.name}/{name}", f"provider '{name}'"), f"a second one, its url is {url}"
                    )

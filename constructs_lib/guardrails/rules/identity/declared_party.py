"""KC-DECLARED-PARTY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_parties import client_addresses, party_arguments
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms, is_spelled
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DeclaredParty"]

_USER = "keycloak_user"


class DeclaredParty(Rule):
    """A realm believes whom it is declared to believe, and answers where it is declared to answer."""

    id = "KC-DECLARED-PARTY"
    info = "an address, or a key, of what is declared is another"
    why = (
        "Whoever answers at the address of a directory or an identity provider says who people are, and is sent their "
        "passwords; whoever holds a machine's key is the machine; codes and mails go wherever the address says."
    )
    source = "ASVS 5.0 V10.4.1 and V13.2.1"
    remedy = "change the declaration, where a review sees it"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument of a declared party that is not what the declaration makes of it."""
        for declared in declared_realms(configuration):
            for resource, expected in party_arguments(declared):
                for argument, value in expected.items():
                    if not is_spelled(resource, argument, value):
                        yield resource.violation(f"{argument} is not as it is declared")
            # In a realm that is joined, accounts are looked up.
            accounts = (
                [each for each in configuration.data_sources() if each.type == _USER and declared.has(each)]
                if declared.declaration.realm.is_joined
                else declared.some(_USER)
            )
            made = {user.text("username") for user in accounts}
            for access in declared.declaration.accesses().values():
                for username in access.people:
                    if username not in made:
                        yield declared.violation(f"person '{username}' is declared, and no account has that username")
            for client, addresses in client_addresses(declared):
                yield from _of_client(client, addresses)


def _of_client(client: Resource, addresses: Mapping[str, Collection[str]]) -> Iterator[Violation]:
    for argument, declared in addresses.items():
        value = client.value(argument)
        items = value if isinstance(value, list) else [] if value is None else [value]
        more = [item for item in items if item not in declared]
        if more:
            shown = more[0] if isinstance(more[0], str) else "…"
            yield client.violation(f"{argument} has '{shown}', which is not declared")

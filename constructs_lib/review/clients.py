"""OAuth clients by which somebody gets tokens, and what each may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ConsumerProps, Declaration

__all__ = ["ReviewedClient", "clients_of"]


@dataclass(frozen=True)
class ReviewedClient:
    """A client.

    Attributes:
        client_id: OAuth client identifier.
        kind: `machine` asks for itself; people log in to an `application`, or to the `api`; `trader` is a machine that
            trades people's tokens.
        optional_scopes: What it may ask for, of the scopes that gate roles.
        trades_from: Applications whose people's tokens a `trader` trades.
    """

    client_id: str
    kind: Literal["machine", "application", "api", "trader"]
    optional_scopes: tuple[str, ...] = ()
    trades_from: tuple[str, ...] = ()

    @property
    def holds_all_roles(self) -> bool:
        """Whether its tokens hold every role of their holder, unasked: Keycloak never gates a client's own roles."""
        return self.kind == "api"


def clients_of(declaration: Declaration, policy: AccessPolicy, principal: Principal) -> tuple[ReviewedClient, ...]:
    """Return the clients by which somebody gets tokens; none for whom nothing lets in.

    Args:
        declaration: What is declared.
        policy: Who may call what.
        principal: Somebody of it.
    """
    return tuple(_machine(declaration, policy, principal) if principal.is_machine else _people(declaration, policy))


def _machine(declaration: Declaration, policy: AccessPolicy, principal: Principal) -> Iterator[ReviewedClient]:
    consumer = declaration.accesses()[principal.team].consumers[principal.name]
    for client_id in consumer.client_ids(principal.name):
        yield ReviewedClient(client_id, "machine", policy.consumer_scopes(consumer))
    yield from _traders(policy, principal.name, consumer)


def _people(declaration: Declaration, policy: AccessPolicy) -> Iterator[ReviewedClient]:
    api = declaration.api
    if api.enabled and (api.standard_flow or api.direct_access_grants):
        yield ReviewedClient(api.client_id, "api")
    for access in declaration.accesses().values():
        for name in access.applications:
            yield ReviewedClient(name, "application", policy.application_scopes(name))
    for access in declaration.accesses().values():
        for name, consumer in access.consumers.items():
            yield from _traders(policy, name, consumer)


def _traders(policy: AccessPolicy, name: str, consumer: ConsumerProps) -> Iterator[ReviewedClient]:
    if consumer.exchange:
        for client_id in consumer.client_ids(name):
            yield ReviewedClient(client_id, "trader", policy.consumer_scopes(consumer), consumer.exchange.from_)

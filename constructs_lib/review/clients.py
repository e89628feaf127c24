"""OAuth clients by which somebody gets tokens: what each may ask for, and what its tokens hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.token_mappers import actor_mappers, api_mappers, client_id_mapper, groups_mapper
from constructs_lib.declaration.token_settings import MACHINE_SCOPES, OFFLINE_ACCESS, PERSON_SCOPES, PROFILE_SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ApplicationProps, ConsumerProps, Declaration, TokenBinding
    from constructs_lib.declaration.token_mappers import TokenMapper

__all__ = ["ReviewedClient", "ReviewedClients"]


@dataclass(frozen=True)
class ReviewedClient:
    """A client.

    Attributes:
        client_id: OAuth client identifier.
        kind: `machine` asks for itself; people log in to an `application`, or to the `api`; `trader` is a machine that
            trades people's tokens.
        default_scopes: Client scopes that its tokens have unasked, beside the one that shapes them.
        optional_scopes: Client scopes that it may ask for.
        mappers: What it writes into its tokens, beside what every client does.
        lightweight: Its tokens hold nothing but what a mapper of ours says.
        bindings: What its tokens are bound to.
        lifespan: How long its access tokens live.
        trades_from: Applications whose people's tokens a `trader` trades.
        api: Name of the API whose own client it is; else none.
    """

    client_id: str
    kind: Literal["machine", "application", "api", "trader"]
    lifespan: str
    default_scopes: tuple[str, ...] = PERSON_SCOPES
    optional_scopes: tuple[str, ...] = ()
    mappers: tuple[TokenMapper, ...] = ()
    lightweight: bool = True
    bindings: tuple[TokenBinding, ...] = ()
    trades_from: tuple[str, ...] = ()
    api: str = ""

    @property
    def holds_all_roles(self) -> bool:
        """Whether its tokens hold every role of its API that their holder has, unasked.

        Keycloak never gates a client's own roles.
        """
        return self.kind == "api"


class ReviewedClients:
    """The clients of a declaration.

    Args:
        declaration: What is declared.
        policy: Who may call what.
    """

    def __init__(self, declaration: Declaration, policy: AccessPolicy) -> None:
        self._declaration = declaration
        self._policy = policy
        self._accesses = declaration.accesses()

    def of(self, principal: Principal) -> tuple[ReviewedClient, ...]:
        """Return the clients by which somebody gets tokens; none for whom nothing lets in.

        A machine that trades tokens is among its own clients twice: once for itself, once for people.
        """
        if not principal.is_machine:
            return self.of_people
        consumer = self._accesses[principal.team].consumers[principal.name]
        return (*self._machine(principal.name, consumer), *self._traders(principal.name, consumer))

    @cached_property
    def of_people(self) -> tuple[ReviewedClient, ...]:
        """The clients by which people get tokens: any of them may log in to any."""
        return tuple(self._people())

    def _people(self) -> Iterator[ReviewedClient]:
        declaration, realm = self._declaration, self._declaration.realm.lifespans
        for name, api in declaration.every_api.items():
            if api.lets_people_in:
                yield ReviewedClient(
                    api.client_id,
                    "api",
                    api.lifespans.access_token or realm.access_token,
                    default_scopes=MACHINE_SCOPES if api.service_accounts else PERSON_SCOPES,
                    mappers=(client_id_mapper(api.client_id), *(api_mappers(api) if declaration.apis else ())),
                    api=name,
                )
        for access in self._accesses.values():
            yield from (self._application(name, application) for name, application in access.applications.items())
        for access in self._accesses.values():
            for name, consumer in access.consumers.items():
                yield from self._traders(name, consumer)

    def _application(self, name: str, application: ApplicationProps) -> ReviewedClient:
        offline = (OFFLINE_ACCESS,) if application.offline_access else ()
        return ReviewedClient(
            name,
            "application",
            application.lifespans.access_token or self._declaration.realm.lifespans.access_token,
            optional_scopes=(*PROFILE_SCOPES, *offline, *self._policy.application_scopes(name)),
            mappers=(
                client_id_mapper(name),
                *((groups_mapper(self._declaration.realm),) if application.groups_claim else ()),
            ),
            lightweight=not application.userinfo,
        )

    def _machine(self, name: str, consumer: ConsumerProps) -> Iterator[ReviewedClient]:
        for client_id in consumer.client_ids(name):
            yield ReviewedClient(
                client_id,
                "machine",
                consumer.access_token_lifespan or self._declaration.realm.lifespans.access_token,
                default_scopes=MACHINE_SCOPES,
                optional_scopes=self._policy.consumer_scopes(consumer),
                mappers=_of_trader(client_id, consumer),
                bindings=consumer.bindings,
            )

    def _traders(self, name: str, consumer: ConsumerProps) -> Iterator[ReviewedClient]:
        if consumer.exchange:
            for machine in self._machine(name, consumer):
                yield replace(machine, kind="trader", trades_from=consumer.exchange.from_)


def _of_trader(client_id: str, consumer: ConsumerProps) -> tuple[TokenMapper, ...]:
    if consumer.exchange is None:
        return ()
    return (client_id_mapper(client_id), *(actor_mappers(client_id, "") if consumer.exchange.delegation else ()))

"""What a gateway must check: one typed value that every preset is written from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.props import SOLE_API, RealmProps
from constructs_lib.declaration.props.values import duration_seconds
from constructs_lib.gateways.callers import calls
from constructs_lib.gateways.mcp_server import McpServer
from constructs_lib.gateways.paths import open_routes, routes
from constructs_lib.gateways.route import OpenRoute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.endpoints import RealmEndpoints
    from constructs_lib.declaration.props import Declaration, GatewayProps, TokenBinding
    from constructs_lib.gateways.route import Route

__all__ = ["PROOF_AGE_S", "ProtectedApi"]

PROOF_AGE_S = 60
"""Seconds that a DPoP proof may be old (RFC 9449 section 11.1): for as long its `jti` is remembered."""


@dataclass(frozen=True)
class ProtectedApi:
    """A serving API as its gateway sees it: everything that no route names is refused.

    Attributes:
        name: What is named after it is called so: the environment's name, and that of one of several APIs.
        environment: Name of the environment.
        api: Name of the API among several; empty where it is the only one.
        endpoints: URLs of the realm that issues its tokens: `issuer`, `jwks_uri`.
        audience: The `aud` of its tokens (RFC 9068 section 4).
        algorithm: Their signature algorithm; any other is refused (RFC 8725 section 3.1).
        clock_skew_s: Seconds that clocks may differ.
        key_cache_s: Seconds that keys are kept.
        client_id: OAuth client identifier of the API.
        model_actions: Everything that one may do with some model of it, sorted.
        access_role: Role that opens every route of every model of it, and nothing else.
        mcp: The MCP server, if that is what it is: then its tools need a role, and nothing else is a route.
        routes: Requests that need a role, sorted.
        open_routes: Requests that need no token, sorted.
        bindings: What tokens of some consumer of it are bound to.
        proving_clients: OAuth clients whose callers may prove a key (RFC 9449): those that must, and applications.
        actors: OAuth clients whose tokens name them as acting for their subject, sorted.
        gateway: Addresses and names, as declared.
        policy: Who may call what.
        realm: The realm, in which clients and scopes may have a prefix.
        closed: Requests that some role should open, and that this gateway refuses since it cannot check them, sorted.
    """

    name: str
    environment: str
    api: str
    endpoints: RealmEndpoints
    audience: str
    algorithm: str
    clock_skew_s: int
    key_cache_s: int
    client_id: str
    model_actions: tuple[ModelAction, ...]
    access_role: str
    mcp: McpServer | None
    routes: tuple[Route, ...]
    open_routes: tuple[OpenRoute, ...]
    bindings: frozenset[TokenBinding]
    proving_clients: tuple[str, ...]
    actors: tuple[str, ...]
    gateway: GatewayProps
    policy: AccessPolicy = field(repr=False)
    realm: RealmProps = field(repr=False)
    closed: tuple[Route, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        declaration: Declaration,
        gateway: GatewayProps,
        endpoints: RealmEndpoints,
        *,
        api: str = SOLE_API,
    ) -> Self:
        """Derive it from what is declared.

        Args:
            name: Name of the environment.
            declaration: A declaration that passed `check_declaration`.
            gateway: What is declared of the gateway.
            endpoints: URLs of the realm.
            api: Name of the API.

        Raises:
            KeyError: There is no such API.
        """
        policy = AccessPolicy(declaration)
        props, pairs = declaration.every_api[api], policy.served.behind(api)
        opened = open_routes(gateway)
        server = None
        if props.kind == "mcp":
            server = McpServer.of(declaration, gateway.mcp, pairs, _base_url(gateway))
            opened = tuple(sorted({*opened, OpenRoute("GET", server.metadata.path)}))
        return cls(
            name=f"{name}-{api}" if declaration.apis else name,
            environment=name,
            api=api if declaration.apis else "",
            endpoints=endpoints,
            audience=props.effective_audience,
            algorithm=declaration.realm.signature_algorithm,
            clock_skew_s=duration_seconds(gateway.clock_skew),
            key_cache_s=duration_seconds(gateway.key_cache),
            client_id=props.client_id,
            model_actions=pairs,
            access_role=props.access_role,
            mcp=server,
            routes=() if server else routes(pairs, gateway, declaration.models),
            open_routes=opened,
            bindings=frozenset(
                binding
                for access in declaration.accesses().values()
                for consumer in access.consumers.values()
                if calls(policy, consumer, api)
                for binding in consumer.bindings
            ),
            proving_clients=tuple(sorted(_proving_clients(declaration, policy, api))),
            actors=tuple(sorted(client_id for ids in policy.acting.values() for client_id in ids)),
            gateway=gateway,
            policy=policy,
            realm=declaration.realm,
        )

    def scope(self, pair: ModelAction) -> str:
        """Return the client scope that a caller asks for to do something with a model."""
        return self.policy.scopes_of(pair)[0]

    def scope_of(self, route: Route) -> str:
        """Return the client scope to ask for where a route refuses a caller."""
        return self.scope(route.allowed[0]) if route.allowed else self.access_role

    def without(self, closed: frozenset[Route]) -> Self:
        """Return it for a gateway that cannot check some routes: it refuses them."""
        left = tuple(route for route in self.routes if route not in closed)
        return replace(self, routes=left, closed=tuple(sorted({*self.closed, *closed}))) if closed else self

    def roles(self, route: Route) -> tuple[str, ...]:
        """Return the roles that open a route: any one of them does."""
        return self.roles_of(*route.allowed)

    def roles_of(self, *pairs: ModelAction) -> tuple[str, ...]:
        """Return the roles that allow any one of some actions."""
        return (*(role for pair in pairs for role in self.policy.roles_of(pair)), self.access_role)

    @property
    def takes_registered(self) -> bool:
        """Whether a client that registered itself may ask for something of it: Keycloak writes its tokens otherwise."""
        registration = self.realm.client_registration
        return registration is not None and any(pair.model in registration.scopes for pair in self.model_actions)

    @property
    def registered_life_s(self) -> int:
        """Seconds that a token of a client that registered itself may live: it has Keycloak write what it asks for."""
        return duration_seconds(self.realm.lifespans.access_token)

    @property
    def by_roles(self) -> dict[tuple[str, ...], tuple[Route, ...]]:
        """Routes by the roles that open them."""
        grouped: dict[tuple[str, ...], list[Route]] = {}
        for route in self.routes:
            grouped.setdefault(self.roles(route), []).append(route)
        return {roles: tuple(grouped[roles]) for roles in sorted(grouped)}

    @property
    def all_roles(self) -> tuple[str, ...]:
        """Every role that opens something, sorted."""
        if self.mcp:
            return tuple(sorted({role for tool in self.mcp.tools for role in self.roles_of(tool.pair)}))
        return tuple(sorted({role for route in self.routes for role in self.roles(route)}))

    @property
    def resource(self) -> str:
        """The API's own URL (RFC 9728 section 1.2), without trailing slash."""
        return _base_url(self.gateway)


def _base_url(gateway: GatewayProps) -> str:
    scheme = "https" if gateway.tls else "http"
    return (gateway.public_url or f"{scheme}://{gateway.listen}").rstrip("/")


def _proving_clients(declaration: Declaration, policy: AccessPolicy, api: str) -> Iterator[str]:
    for access in declaration.accesses().values():
        yield from access.applications
        for name, consumer in access.consumers.items():
            if "dpop" in consumer.bindings and calls(policy, consumer, api):
                yield from consumer.client_ids(name)

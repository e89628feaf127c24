"""What a realm should hold: what is declared, and what Keycloak brings with every realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import EVERY_MODEL_PREFIX, AccessPolicy, ModelAction
from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM, GROUPS_CLAIM, ROLES_CLAIM, TOKEN_SCOPE
from tests.support.walk.live.contents import RealmContents
from tests.support.walk.live.declared_sources import declared_sources
from tests.support.walk.live.login_flows import login_flows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import AccessProps, ApplicationProps, ConsumerProps, Declaration
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["expected_contents"]

_EVERYBODY = "default-roles"
_LOGGING_IN = ("account", "account-console", "admin-cli", "security-admin-console")
_LOGIN_FLOWS = ("no direct grant",)
_POLICIES = ("ml-clients", "ml-requests", "ml-self-service")


def expected_contents(declaration: Declaration, own: RealmContents, features: ProviderFeatures) -> RealmContents:
    """Return what the realm of a declaration should hold, and no more.

    Args:
        declaration: What is declared.
        own: What Keycloak brings with every realm.
        features: What the provider can do.
    """
    expectation = _Expectation(declaration, features)
    taken = RealmContents(
        composites=frozenset({f"{_EVERYBODY}: offline_access", f"{_EVERYBODY}: uma_authorization"}),
        offered=frozenset(line for line in own.offered if line.split(": optional ")[0] in _LOGGING_IN),
    )
    return (own - taken) | expectation.contents | declared_sources(declaration)


class _Expectation:
    def __init__(self, declaration: Declaration, features: ProviderFeatures) -> None:
        self._declaration = declaration
        self._policy = AccessPolicy(declaration)
        self._api = declaration.sole_api
        self._features = features
        self.contents = RealmContents(
            clients=frozenset(self._clients()),
            roles=frozenset(self._roles()),
            composites=frozenset(self._composites()),
            scopes=frozenset({TOKEN_SCOPE, *self._gates(), *map(self._policy.exchange_scope, self._policy.exchanging)}),
            gates=frozenset(f"{scope}: {role}" for scope, role in self._gates().items()),
            offered=frozenset(self._offered()),
            mappers=frozenset(self._mappers()),
            groups=frozenset(f"/{name}" for access in self._accesses() for name in access.groups),
            members=frozenset(
                f"/{group}: {name}"
                for access in self._accesses()
                for name, person in access.people.items()
                for group in person.groups
            ),
            granted=frozenset(self._granted()),
            people=frozenset(name for access in self._accesses() for name in access.people),
            flows=frozenset((*_LOGIN_FLOWS, *login_flows(declaration))),
            policies=frozenset(self._policies()),
        )

    @property
    def _second_factor(self) -> bool:
        return any(access.second_factor for access in self._accesses())

    def _accesses(self) -> Iterator[AccessProps]:
        yield from self._declaration.accesses().values()

    def _consumers(self) -> Iterator[tuple[str, ConsumerProps]]:
        """Yield each OAuth client of a consumer."""
        for access in self._accesses():
            for name, consumer in access.consumers.items():
                yield from ((client_id, consumer) for client_id in consumer.client_ids(name))

    def _applications(self) -> Iterator[tuple[str, ApplicationProps]]:
        for access in self._accesses():
            yield from access.applications.items()

    def _clients(self) -> Iterator[str]:
        yield self._api.client_id
        yield from (name for name, _ in self._consumers())
        yield from (name for name, _ in self._applications())

    def _role(self, name: str) -> str:
        return f"{self._api.client_id}/{name}"

    def _gates(self) -> dict[str, str]:
        pairs = {
            scope: self._role(pair.role)
            for pair in self._policy.model_actions
            for scope in self._policy.scopes_of(pair)
        }
        return {self._policy.served.access_roles["api"]: self._role(self._policy.served.access_roles["api"]), **pairs}

    def _roles(self) -> Iterator[str]:
        yield from map(
            self._role, (self._policy.served.access_roles["api"], *(pair.role for pair in self._policy.model_actions))
        )
        actions = sorted({pair.action for pair in self._policy.model_actions})
        yield from (self._role(ModelAction(EVERY_MODEL_PREFIX, action).role) for action in actions)
        if self._second_factor:
            yield from map(second_factor_role, SECOND_FACTORS)
        if self._declaration.identity_providers:
            yield BROKERED_ROLE

    def _composites(self) -> Iterator[str]:
        for pair in self._policy.model_actions:
            every = ModelAction(EVERY_MODEL_PREFIX, pair.action).role
            yield f"{self._role(every)}: {self._role(pair.role)}"
        if any(application.offline_access for _, application in self._applications()):
            yield f"{_EVERYBODY}: offline_access"

    def _offered(self) -> Iterator[str]:
        default = ("basic", TOKEN_SCOPE)
        machine = (*default, "service_account")
        own = machine if self._api.service_accounts else default
        yield from (f"{self._api.client_id}: default {scope}" for scope in own)
        for name, consumer in self._consumers():
            yield from (f"{name}: default {scope}" for scope in machine)
            yield from (f"{name}: optional {scope}" for scope in self._policy.consumer_scopes(consumer))
        for name, application in self._applications():
            offline = ("offline_access",) if application.offline_access else ()
            optional = ("profile", "email", *offline, *self._policy.application_scopes(name))
            yield from (f"{name}: default {scope}" for scope in default)
            yield from (f"{name}: optional {scope}" for scope in optional)

    def _mappers(self) -> Iterator[str]:
        two = self._api.introspection and self._api.effective_audience != self._api.client_id
        claims = ("sub", "audience", ROLES_CLAIM, CLIENT_ID_CLAIM, *(("introspection",) if two else ()))
        yield from (f"scope {TOKEN_SCOPE}: {name}" for name in claims)
        if self._api.standard_flow or self._api.direct_access_grants:
            yield f"client {self._api.client_id}: {CLIENT_ID_CLAIM}"
        yield from (f"client {name}: {CLIENT_ID_CLAIM}" for name, consumer in self._consumers() if consumer.exchange)
        for name, application in self._applications():
            yield f"client {name}: {CLIENT_ID_CLAIM}"
            if application.groups_claim:
                yield f"client {name}: {GROUPS_CLAIM}"
        for name, client_ids in self._policy.exchanging.items():
            yield from (f"scope {self._policy.exchange_scope(name)}: {client_id}" for client_id in client_ids)

    def _granted(self) -> Iterator[str]:
        if self._api.service_accounts:
            yield f"service account {self._api.client_id}: {_EVERYBODY}"
        for name, consumer in self._consumers():
            roles = self._policy.roles(consumer.grants, every_model=consumer.every_model)
            yield from (f"service account {name}: {role}" for role in (_EVERYBODY, *map(self._role, roles)))
        for access in self._accesses():
            for name, grants in access.groups.items():
                yield from (f"group /{name}: {self._role(role)}" for role in self._policy.roles(grants))
            for name, factor in access.second_factor.items():
                yield f"group /{name}: {second_factor_role(factor)}"
            for name, person in access.people.items():
                roles = self._policy.roles(person.grants, every_model=person.every_model)
                yield from (f"person {name}: {role}" for role in (_EVERYBODY, *map(self._role, roles)))

    def _policies(self) -> Iterator[str]:
        if self._features.client_policies and self._declaration.realm.client_policies:
            for name in _POLICIES:
                yield from (f"profiles: {name}", f"policies: {name}")

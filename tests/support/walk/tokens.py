"""Whether real tokens hold what the policy says."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import SecretAuth
from constructs_lib.declaration.secret_names import client_secret_name
from tests.support.servers.patience import PATIENCE_S
from tools.dpop_key import DpopKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stacks.environment import Environment
    from tests.support.realms.principals import Principal
    from tests.support.realms.private_side import PrivateSide
    from tests.support.walk.choices import Choices

__all__ = ["token_faults"]

_SAMPLED = 2


def token_faults(choices: Choices, environment: Environment, private: PrivateSide) -> tuple[str, ...]:
    """Ask for tokens of two of those who can get one; return in which the roles are not those of the policy.

    Args:
        choices: Which two.
        environment: What is deployed, with keys of `private`.
        private: Has what they prove with who they are.
    """
    sample = _Sample(environment, private)
    chosen = choices.some(sample.principals(), least=_SAMPLED, most=_SAMPLED)
    return tuple(fault for check in chosen for fault in check())


class _Sample:
    def __init__(self, environment: Environment, private: PrivateSide) -> None:
        self._environment = environment
        self._private = private
        self._policy = AccessPolicy(environment)
        self._endpoints = RealmEndpoints(private.url, environment.realm.name)
        self._accesses = environment.accesses().values()

    def principals(self) -> list[Callable[[], Iterator[str]]]:
        """Return a check for each OAuth client of a consumer, and for each person who can log in with a password."""
        machines = [
            (name, client_id)
            for access in self._accesses
            for name, consumer in access.consumers.items()
            for client_id in consumer.client_ids(name)
        ]
        people = self._people() if self._application() else []
        return [
            *(partial(self._check_machine, name, client_id) for name, client_id in machines),
            *(partial(self._check_person, username) for username in people),
        ]

    def _check_machine(self, name: str, client_id: str) -> Iterator[str]:
        (consumer,) = [access.consumers[name] for access in self._accesses if name in access.consumers]
        machine = self._private.machine(self._environment, name)
        if isinstance(consumer.auth, SecretAuth):
            form = {"client_id": client_id, "client_secret": self._private.secret(client_secret_name(client_id))}
            machine = dataclasses.replace(machine, client_id=client_id, credentials=lambda: form)
        if consumer.dpop:
            machine.http.headers["DPoP"] = DpopKey().proof(machine.token_endpoint)
        expected = {pair.role for pair in self._policy.allowed_to_consumer(name)}
        expected |= {self._policy.served.access_roles["api"]} if consumer.every_model else set()
        scopes = self._policy.scopes(consumer.grants, every_model=consumer.every_model)
        yield from self._compare(f"consumer {client_id}", machine, scopes, expected)

    def _check_person(self, username: str) -> Iterator[str]:
        application = self._application()
        (person,) = [access.people[username] for access in self._accesses if username in access.people]
        offered = set(self._policy.application_scopes(application))
        expected = {pair.role for pair in self._policy.allowed_to_person(username) if pair.scope in offered}
        expected |= {self._policy.served.access_roles["api"]} & offered if person.every_model else set()
        scopes = sorted(scope for scope in offered if not scope.startswith("exchange."))
        browser = self._private.person(self._environment, username, application)
        yield from self._compare(f"person {username} at {application}", browser, scopes, expected)

    def _compare(self, who: str, principal: Principal, scopes: Iterable[str], expected: set[str]) -> Iterator[str]:
        try:
            response = principal.ask(*scopes)
        except AssertionError as failure:  # no login form
            yield f"{who}: {failure}"
            return
        if response.status_code != httpx.codes.OK:
            body = response.json()
            yield f"{who}: no token: {response.status_code} {body.get('error')}: {body.get('error_description')}"
            return
        keys = httpx.get(self._endpoints.jwks_uri, trust_env=False, timeout=PATIENCE_S).json()
        algorithm = self._environment.realm.signature_algorithm
        decoded = jwt.decode(response.json()["access_token"], KeySet.import_key_set(keys), algorithms=[algorithm])
        roles = set(decoded.claims.get("roles", []))
        if roles != expected:
            yield f"{who}: the token holds {sorted(roles)}, the policy says {sorted(expected)}"

    def _application(self) -> str:
        """Return an application that logs people in without asking more than a password."""
        return next(
            (
                name
                for access in self._accesses
                for name, application in access.applications.items()
                if not (application.consent or application.pushed_requests)
            ),
            "",
        )

    def _people(self) -> list[str]:
        if self._environment.realm.login.terms:
            return []
        strict = {group for access in self._accesses for group in access.second_factor}
        return [
            name
            for access in self._accesses
            for name, person in access.people.items()
            if person.can_log_in_at_once and not strict & set(person.groups)
        ]

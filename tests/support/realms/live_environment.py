"""An environment that stands on the run's Keycloak, with those who use it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.realms.terraform_run import PlannedChange, TerraformRun
from tests.support.servers.keycloak import provider_variables
from tests.support.tokens.access_tokens import Verifier

if TYPE_CHECKING:
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.principals import Machine, Person
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

__all__ = ["LiveEnvironment"]


@dataclass
class LiveEnvironment:
    """An applied environment.

    Attributes:
        environment: What is declared now, with keys of this run.
        run: Terraform, in a folder of its own.
        private: Keys, secrets and passwords.
        admin: The Admin API.
    """

    environment: Environment
    run: TerraformRun = field(repr=False)
    private: PrivateSide = field(repr=False)
    admin: KeycloakAdmin = field(repr=False)

    @classmethod
    def apply(
        cls, environment: Environment, *, realm: str, folder: Path, keycloak: KeycloakServer, private: PrivateSide
    ) -> Self:
        """Apply an environment in a realm of its own.

        Args:
            environment: What to declare.
            realm: Name of the realm; where pytest-xdist runs, whose workers share a Keycloak, it starts with the
                worker's name in place of as many letters: tokens keep their size.
            folder: Where Terraform works.
            keycloak: The run's Keycloak.
            private: Whose public keys are declared.
        """
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        name = worker + realm[len(worker) :] if worker else realm
        props = environment.realm.model_copy(update={"name": name})
        ours = private.adopt(environment.model_copy(update={"realm": props}))
        run = TerraformRun(folder, {**provider_variables(keycloak), **private.variables(ours)})
        run.apply(ours)
        return cls(ours, run, private, keycloak.admin)

    @property
    def realm(self) -> str:
        """Name of the realm."""
        return self.environment.realm.name

    @property
    def policy(self) -> AccessPolicy:
        """Who may call what."""
        return AccessPolicy(self.environment)

    @cached_property
    def endpoints(self) -> RealmEndpoints:
        """URLs of the realm."""
        return RealmEndpoints(self.private.url, self.realm)

    @cached_property
    def tokens(self) -> Verifier:
        """The realm's public keys."""
        return Verifier.of_realm(self.endpoints, self.environment.realm.signature_algorithm)

    def machine(self, name: str) -> Machine:
        """Return a consumer, with its credential as it is declared now."""
        return self.private.machine(self.environment, name)

    def person(self, username: str, application: str = "notebook") -> Person:
        """Return a person with a new browser."""
        return self.private.person(self.environment, username, application)

    def plan(self) -> list[PlannedChange]:
        """Plan what is declared now."""
        return self.run.plan(self.environment)

    def preview(self, environment: Environment) -> dict[str, list[PlannedChange]]:
        """Return what another declaration would change, by stack; nothing is applied."""
        return self.run.plans(self.private.adopt(environment))

    def change(self, environment: Environment) -> dict[str, list[PlannedChange]]:
        """Declare something else; return what that changed, by stack."""
        ours = self.private.adopt(environment)
        self.run.variables = {**self.run.variables, **self.private.variables(ours)}
        changed = self.run.change(ours)
        self.environment = ours
        return changed

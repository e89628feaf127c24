"""A realm that a walk deploys to, and what is wrong with it."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stacks.installed_features import installed_features
from tests.support.realms.bare_realm import bare_realm
from tests.support.servers.keycloak import provider_variables
from tests.support.walk.careless import CarelessAdministrator
from tests.support.walk.live.declared import expected_contents
from tests.support.walk.live.export import export_realm
from tests.support.walk.live.identities import identities_of, made_anew
from tests.support.walk.live.reader import read_contents
from tests.support.walk.live.settings import setting_faults, settings_of
from tests.support.walk.stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tests.support.walk.live.contents import RealmContents
    from tools.keycloak.server import KeycloakServer

__all__ = ["WalkedRealm", "contents_of_new_realm"]


def contents_of_new_realm(keycloak: KeycloakServer, name: str) -> RealmContents:
    """Return what Keycloak brings with every realm: what one holds in which nobody made anything.

    Args:
        keycloak: The server.
        name: Of a realm that is made for it, and removed.
    """
    with bare_realm(keycloak.admin, name):
        return read_contents(export_realm(keycloak.admin, name))


@dataclass
class WalkedRealm:
    """One realm, from its first deployment on.

    Attributes:
        keycloak: The server.
        private: Keys, secrets and passwords.
        folder: Stacks and states; a new one.
        own: What Keycloak brings with every realm.
        environment: What was declared last, with keys of `private`.
    """

    keycloak: KeycloakServer
    private: PrivateSide
    folder: Path
    own: RealmContents
    environment: Environment | None = None
    _stacks: Stacks = field(init=False)
    _name: str = field(default="", init=False)
    _known: tuple[Environment, dict[tuple[str, str], str]] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Nothing is made yet."""
        self._stacks = Stacks(self.folder, "walk")

    def deploy(self, environment: Environment) -> Environment:
        """Deploy a declaration; return it with keys of ours.

        Raises:
            DeploymentRefusedError: It was refused before anything was changed.
            DeploymentError: It could not be applied.
        """
        ours = self.private.adopt(environment)
        self._name = ours.realm.name
        self.private.hand_down(ours)
        self._stacks.deploy(ours, self._variables(ours))
        self.environment = ours
        return ours

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong: kind and detail."""
        environment = self._declared
        with ThreadPoolExecutor(1) as pool:  # Terraform plans while Keycloak is asked for the rest
            plans = pool.submit(self._stacks.changes, self._variables(environment))
            export = export_realm(self.keycloak.admin, environment.realm.name)
            found = self._stacks.audit(self.keycloak.admin, environment).findings
        if changes := plans.result():
            yield "the next plan is not empty", "\n".join(changes)
        if differences := expected_contents(environment, self.own, installed_features()).faults(read_contents(export)):
            yield "the realm holds something else", "\n".join(differences)
        if found:
            yield "the audit finds something", "\n".join(finding.text for finding in found)
        yield from self._losses(identities_of(export, environment))

    def by_hand(self, chance: Random) -> Iterator[tuple[str, str]]:
        """Do something by hand in between, and yield what the audit says otherwise; it is settled afterwards.

        Args:
            chance: Decides what is done.
        """
        environment, admin = self._declared, self.keycloak.admin
        careless = CarelessAdministrator(admin, environment, chance)
        yield from careless.faults(lambda: self._stacks.audit(admin, environment))

    def compare(self, folder: Path, name: str) -> Iterator[tuple[str, str]]:
        """Deploy the same once more, to a new realm, and yield what its settings say otherwise.

        Args:
            folder: For its stacks and states; removed at the end.
            name: Of the new realm, removed at the end.
        """
        environment = self._declared
        realm = environment.realm.model_copy(update={"name": name})
        same = environment.model_copy(update={"realm": realm})
        try:
            Stacks(folder, "walk").deploy(same, self._variables(same))
            names = (environment.realm.name, name)
            ours, new = (settings_of(export_realm(self.keycloak.admin, each), *names) for each in names)
            if differences := setting_faults(ours, new):
                yield "a new realm of this declaration has other settings", "\n".join(differences)
        finally:
            self.keycloak.admin.delete_realm(name)
            shutil.rmtree(folder, ignore_errors=True)

    def remove(self) -> None:
        """Remove the realm, and what is known of it."""
        names = {self._name} | ({self._known[0].realm.name} if self._known else set())
        for name in names - {""}:
            self.keycloak.admin.delete_realm(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _losses(self, ids: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
        """Yield what did not stay since the last time; remember what is there now."""
        environment, before = self._declared, self._known
        self._known = environment, ids
        if before is None:
            return
        former = before[0].realm.name
        if lost := made_anew(before[0], environment, before[1], ids):
            yield "something was replaced that should stay", "\n".join(lost)
        if former != environment.realm.name and self.keycloak.admin.realm_exists(former):
            yield "the realm is still there by its former name", former

    @property
    def _declared(self) -> Environment:
        assert self.environment is not None, "nothing was deployed"
        return self.environment

    def _variables(self, environment: Environment) -> dict[str, str]:
        return {**provider_variables(self.keycloak), **self.private.variables(environment)}

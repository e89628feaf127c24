"""A walk: a realm that is deployed, changed, and compared with what is declared, again and again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.support.walk.choices import with_choices
from tests.support.walk.declared_files import CheckCrashedError, read_document
from tests.support.walk.document import Document
from tests.support.walk.moves import change
from tests.support.walk.report import Fault, Report
from tests.support.walk.stacks import DeploymentError, DeploymentRefusedError
from tests.support.walk.start import first_document
from tests.support.walk.tokens import token_faults
from tests.support.walk.walked_realm import WalkedRealm, contents_of_new_realm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tests.support.walk.choices import Choices
    from tests.support.walk.live.contents import RealmContents
    from tools.keycloak.server import KeycloakServer

__all__ = ["Walk"]

_ATTEMPTS = 10


def _silent(_: str) -> None:
    return


@dataclass
class Walk:
    """Steps of one seed.

    Attributes:
        keycloak: Where realms are made.
        private: Keys, secrets and passwords.
        folder: Files, stacks and states; a new one.
        seed: Decides every step.
        teams: Whether the environment has teams, and so many stacks.
        compared_every: After so many steps the realm's settings are compared with those of a new realm.
        careless_every: After so many steps somebody does something by hand, which the audit must find.
        tell: Told of each step.
        own: What Keycloak brings with every realm, where that was read already.
    """

    keycloak: KeycloakServer
    private: PrivateSide = field(repr=False)
    folder: Path
    seed: int
    teams: bool
    compared_every: int = 10
    careless_every: int = 2
    tell: Callable[[str], None] = _silent
    own: RealmContents | None = None
    _report: Report = field(default_factory=Report, init=False)
    _realm: WalkedRealm = field(init=False)
    _realms: int = field(default=0, init=False)

    def run(self, steps: int) -> Report:
        """Take steps; a fault ends none of them but its own: the walk goes on in a new realm."""
        self.own = self.own or contents_of_new_realm(self.keycloak, self._name("own"))
        with_choices(self.seed, lambda choices: self._take(steps, choices))
        return self._report

    def _take(self, steps: int, choices: Choices) -> None:
        document = self._begin(self._richer(first_document(teams=self.teams), choices))
        while self._report.steps < steps and choices.are_left:
            changed, moves = change(choices, document, teams=self.teams)
            environment = self._read(document, changed, moves)
            if environment is None:
                continue
            started = time.monotonic()
            try:
                seen = list(self._step(choices, environment))
            except DeploymentRefusedError as refusal:
                self._report.refused += 1
                self.tell(f"seed {self.seed} refused: {'; '.join(moves)}: {refusal}")
                continue
            self._report.steps += 1
            faults = [Fault(self.seed, self._report.steps, kind, text, moves, document, changed) for kind, text in seen]
            self._report.seconds.append(time.monotonic() - started)
            said = f"{'; '.join(moves)} ({self._report.seconds[-1]:.1f} s)"
            self.tell(f"seed {self.seed} step {self._report.steps}: {said}")
            for fault in faults:
                self.tell(str(fault))
            self._report.faults += faults
            document = self._begin(changed) if faults else changed
        self._realm.remove()

    def _richer(self, document: Document, choices: Choices) -> Document:
        """Return the first declaration with more in it: what a walk takes apart must be there."""
        for _ in range(_ATTEMPTS):
            changed, _said = change(choices, document, teams=self.teams, least=4, most=12)
            if not isinstance(read_document(changed, self.folder / "environments", "walk"), tuple):
                return changed
        return document

    def _step(self, choices: Choices, environment: Environment) -> Iterator[tuple[str, str]]:
        try:
            ours = self._realm.deploy(environment)
        except DeploymentError as failure:
            yield "the deployment failed", f"{failure}\n{self._again(environment)}"
            return
        well = True
        for fault in self._realm.faults():
            well = False
            yield fault
        for text in token_faults(choices, ours, self.private):
            well = False
            yield "a token holds other roles", text
        if well and (self._report.steps + 1) % self.careless_every == 0:
            yield from self._realm.by_hand(Random(f"{self.seed} {self._report.steps}"))  # noqa: S311 - no secret
        if well and (self._report.steps + 1) % self.compared_every == 0:
            yield from self._realm.compare(self.folder / "new", self._name("new"))

    def _again(self, environment: Environment) -> str:
        try:
            self._realm.deploy(environment)
        except (DeploymentError, DeploymentRefusedError):
            return "A second run fails too."
        return "A second run heals it."

    def _read(self, before: Document, after: Document, moves: tuple[str, ...]) -> Environment | None:
        """Return what a document declares; None where the checks refuse it, which is no step."""
        try:
            read = read_document(after, self.folder / "environments", "walk")
        except CheckCrashedError as crash:
            self._report.faults.append(
                Fault(self.seed, self._report.steps, "the checks crashed", str(crash), moves, before, after)
            )
            return None
        if isinstance(read, tuple):
            self._report.refused += 1
            return None
        return read

    def _begin(self, document: Document) -> Document:
        """Deploy a document to a new realm; where that fails, the first one of all."""
        if self._realms:
            self._realm.remove()
        self._realms += 1
        assert self.own is not None
        begun = document.copy()
        begun.tree["realm"]["name"] = self._name(self._realms)
        self._realm = WalkedRealm(self.keycloak, self.private, self.folder / f"realm-{self._realms}", self.own)
        environment = read_document(begun, self.folder / "environments", "walk")
        assert not isinstance(environment, tuple), environment
        try:
            self._realm.deploy(environment)
        except (DeploymentError, DeploymentRefusedError) as failure:
            kind = "the first deployment failed"
            fault = Fault(self.seed, self._report.steps, kind, str(failure), (), Document(), begun)
            self._report.faults.append(fault)
            self.tell(str(fault))
            first = first_document(teams=self.teams)
            if document.tree == first.tree:
                raise
            return self._begin(first)
        return begun

    def _name(self, suffix: object) -> str:
        return f"walk-{self.seed}{'t' if self.teams else 's'}-{suffix}"

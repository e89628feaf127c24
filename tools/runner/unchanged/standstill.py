"""Which stacks of a deployment need no plan, since nothing has changed: neither here nor in Keycloak.

A picture is kept after an empty plan where Keycloak was the same before and after it. After an apply, what others
did between Terraform's last look and the picture must not be taken for ours: it is kept where the realm's admin events
have no other author since before the plan, and no event at all while the picture was taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tools.runner.unchanged.admin_watch import AdminWatch
from tools.runner.unchanged.covering import UncoveredError
from tools.runner.unchanged.last_state import LastState
from tools.runner.unchanged.pictures import Pictures
from tools.runner.unchanged.read_back import is_as_planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tools.keycloak.admin import KeycloakAdmin
    from tools.runner.fingerprint import Fingerprints
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack

__all__ = ["Standstill"]


@dataclass
class Standstill:
    """Looks before the plans, and notes after the deployment.

    Attributes:
        stacks: The stacks that are declared and asked for.
        fingerprints: What they were last applied with, and their pictures.
        watch: The realm's admin events.
        pictures: Takes pictures.
        names: Stacks that need no plan.
    """

    stacks: Sequence[Stack]
    fingerprints: Fingerprints
    watch: AdminWatch
    pictures: Pictures
    names: frozenset[str] = frozenset()
    _before: dict[str, str] = field(default_factory=dict, init=False)
    _watched: set[str] = field(default_factory=set, init=False)

    @classmethod
    def of(
        cls, stacks: Sequence[Stack], fingerprints: Fingerprints, admin: Callable[[], KeycloakAdmin], realm: str
    ) -> Self:
        """Return that of some stacks.

        Args:
            stacks: The stacks.
            fingerprints: Of this machine.
            admin: Returns their Keycloak.
            realm: Name of the environment's realm.
        """
        return cls(stacks, fingerprints, AdminWatch(admin, realm), Pictures(fingerprints, admin))

    def look(self, *, plan_all: bool) -> None:
        """Find out which stacks need no plan.

        Args:
            plan_all: None is passed over; what is found is noted all the same.
        """
        if self.watch.begin():
            self._watched |= {stack.name for stack in self.stacks}
        self._before = self.pictures.take([stack for stack in self.stacks if self.fingerprints.is_known(stack)])
        if not plan_all:
            self.names = frozenset(
                stack.name
                for stack in self.stacks
                if self.fingerprints.is_as_pictured(stack, self._before.get(stack.name))
            )

    def plans(self, stack: Stack) -> None:
        """Note that a stack is about to be planned once others were applied."""
        if self.watch.begin():
            self._watched.add(stack.name)
        else:
            self._watched.discard(stack.name)

    def note(self, done: Mapping[str, StackPlan]) -> None:
        """Keep pictures of what was planned, where it is certain that they show what the plan saw.

        Args:
            done: What was done with each stack, by its name.
        """
        planned = [stack for stack in self.stacks if stack.name in done and stack.name not in self.names]
        if not planned:
            return
        before = self.watch.events()
        pictures = self.pictures.take(planned)
        is_quiet = before is not None and self.watch.events() == before
        # Whose events these are, they do not say: ours are among them where we changed something.
        is_quiet = is_quiet and (not before or any(plan.objects for plan in done.values()))
        for stack in planned:
            picture, plan = pictures.get(stack.name), done[stack.name]
            is_same = plan.is_empty and self._before.get(stack.name) == picture
            is_ours = is_quiet and stack.name in self._watched and self._is_as_planned(stack, plan)
            self.fingerprints.keep_picture(stack, picture if is_same or is_ours else None)

    def lines(self) -> Iterator[str]:
        """Yield what is said of stacks that were not planned."""
        if self.names:
            what = "1 stack is" if len(self.names) == 1 else f"{len(self.names)} stacks are"
            yield f"{what} unchanged, here and in Keycloak, and needed no plan; REPLAN=1 makes one of each."

    def _is_as_planned(self, stack: Stack, plan: StackPlan) -> bool:
        try:
            return is_as_planned(plan.changes, LastState.of(stack, self.fingerprints.environment).instances)
        except UncoveredError:
            return False

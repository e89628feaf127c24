"""Plan what a draft would do, in a folder that is gone afterwards: nothing is applied, and nothing is kept."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.aspect import Guardrails
from stacks.app import build_app
from tools.errors import ToolError
from tools.recovery.adoption import find_imports
from tools.recovery.realm_objects import Realms
from tools.recovery.takeover import write_imports
from tools.runner.failure import StackError
from tools.runner.run import Run
from tools.runner.stacks import Stack
from tools.runner.terraform import Terraform
from tools.runner.things import Things, construct_paths
from tools.synthesized_stack import required_variables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.guardrails.review import Review
    from stacks.environment import Environment
    from stacks.repository import Repository
    from tools.recovery.adoption import Import
    from tools.runner.plan import StackPlan

__all__ = ["Planned", "Rehearsal", "rehearsing", "synthesized"]

_ROUNDS = 6
# Given for secrets that only an operator has: they show in no plan, and reach no Keycloak.
_ANY = "not-known-here"


@dataclass(frozen=True)
class Planned:
    """What a deployment of a draft would do.

    Attributes:
        plan: The plan, with what it takes over.
        imports: What it takes over.
        code: The Terraform JSON.
    """

    plan: StackPlan
    imports: tuple[Import, ...]
    code: Mapping[str, Any] = field(repr=False)


def synthesized(name: str, checked: CheckedDeclaration[Environment]) -> tuple[dict[str, Any], Review]:
    """Return the Terraform JSON of an environment without teams, and what the guardrails say of it.

    Args:
        name: Name of the environment.
        checked: What it declares.
    """
    guardrails = Guardrails()
    app = build_app({name: checked}, guardrails=guardrails)
    (stack,) = (each for each in app.node.children if each.node.id == name)
    stack.prepare_stack()  # type: ignore[attr-defined]
    (review,) = guardrails.review()
    code: dict[str, Any] = stack.to_terraform()  # type: ignore[attr-defined]
    return code, review


@dataclass
class Rehearsal:
    """Plans drafts against a realm that is there.

    Attributes:
        name: Name of the environment.
        run: Terraform's settings and credentials.
        folder: Where it works.
    """

    name: str
    run: Run
    folder: Path

    @cached_property
    def _realms(self) -> Realms:
        """What was read of the realm: no plan changes it, so one reading does for all of them."""
        return Realms(self.run.admin)

    def plan(self, code: Mapping[str, Any]) -> Planned:
        """Plan a draft, with all that it declares and that exists taken over.

        Args:
            code: Its Terraform JSON.

        Raises:
            ToolError: It cannot be planned, or Keycloak does not answer.
        """
        stack = Stack(self.name, self.folder / self.name)
        stack.folder.mkdir(exist_ok=True)
        local = {**code, "terraform": {**code["terraform"], "backend": {"local": {"path": "rehearsal.tfstate"}}}}
        (stack.folder / "cdk.tf.json").write_text(json.dumps(local), encoding="utf-8")
        terraform = self.run.work.terraform(stack)
        for variable in required_variables(stack.folder):
            self.run.work.runs.environment.setdefault(f"TF_VAR_{variable.name}", _ANY)  # type: ignore[attr-defined]
        imports: dict[str, Import] = {}
        try:
            plan = terraform.plan()
            for _ in range(_ROUNDS):
                new = [each for each in find_imports(plan, stack.folder, self._realms) if each.address not in imports]
                if not new:
                    break
                imports |= {each.address: each for each in new}
                write_imports(stack.folder, imports.values())
                plan = terraform.plan()
        except StackError as failure:
            lines = failure.lines(Things(construct_paths(code)).name_of)
            log = f"the whole output is in {self.run.log.shown}"
            raise ToolError("\n".join([*(f"the first deployment would fail: {line}" for line in lines), log])) from None
        finally:
            Terraform(stack, self.run.work.runs).forget_plan()
        return Planned(plan, tuple(imports.values()), code)


@contextmanager
def rehearsing(
    name: str, repository: Repository, variables: Mapping[str, str], *, is_local: bool
) -> Iterator[Rehearsal]:
    """Make a place to plan in, which is gone when the block ends.

    Args:
        name: Name of the environment.
        repository: Where its log is written.
        variables: Credentials and settings.
        is_local: Its Keycloak is this machine's.
    """
    run = Run("adopt", name, repository, variables, is_local)
    with run.begun(), tempfile.TemporaryDirectory(prefix="adopt-") as folder, run.working():
        yield Rehearsal(name, run, Path(folder))

"""The CDK aspect that stops a synth."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import TYPE_CHECKING, Any

import jsii
from constructs import IValidation

from constructs_lib.cdk import Aspects, IAspect, TerraformStack
from constructs_lib.declaration.declared import backend_of, declared_in, emitted_by
from constructs_lib.declaration.this_day import this_day
from constructs_lib.guardrails.allow_list import expression_faults
from constructs_lib.guardrails.review import Review, review
from constructs_lib.guardrails.shared_realms import WatchedRealms, shared_realm_faults
from constructs_lib.guardrails.terraform.emitted import Emitted
from constructs_lib.guardrails.unwatched import unwatched_faults

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constructs import IConstruct

    from constructs_lib.guardrails.allowance import Allowance
    from constructs_lib.guardrails.exemption import ExemptionProps
    from constructs_lib.guardrails.finding import Locate
    from constructs_lib.guardrails.terraform.plan import Plan

__all__ = ["GuardrailError", "Guardrails"]


class GuardrailError(Exception):
    """Findings that stop a synth, a line each."""


@dataclass(frozen=True)
class _Watched:
    environment: str
    stacks: tuple[TerraformStack, ...]
    exemptions: tuple[ExemptionProps, ...]
    locate: Locate | None
    keycloak_url: str | None


@jsii.implements(IValidation)
class _LastLook:
    """Reads a stack once more when nothing can change it any more, just before it is written.

    What an aspect has changed since the first look is judged again.
    """

    def __init__(self, guardrails: Guardrails, watched: _Watched, stack: TerraformStack) -> None:
        self._guardrails, self._watched, self._stack = guardrails, watched, stack

    def validate(self) -> list[str]:
        """Return the faults, which stop the synth."""
        return self._guardrails.look_again(self._watched, self._stack)


@jsii.implements(IAspect)
class Guardrails:
    """Judges all watched stacks, as synthesized, at the first visit: all findings at once, and nothing is written.

    What an aspect changes after this one is judged again, as the last thing before a stack is written.

    Args:
        today: The day that exemptions' dates are compared with; defaults to today.
        allowances: What the app's expressions may use beyond what our constructs write.

    Attributes:
        reviews: What was found, an entry an environment; empty before the synth.
    """

    def __init__(self, *, today: dt.date | None = None, allowances: Sequence[Allowance] = ()) -> None:
        self._today = today or this_day()
        self._allowances = tuple(allowances)
        self._watched: list[_Watched] = []
        self._late: list[str] = []
        self._known: set[str] = set()
        self._judged: dict[str, Mapping[str, Any]] = {}
        self.reviews: list[Review] = []

    def watch(
        self,
        environment: str,
        stacks: Sequence[TerraformStack],
        exemptions: Sequence[ExemptionProps] = (),
        *,
        locate: Locate | None = None,
        keycloak_url: str | None = None,
    ) -> None:
        """Judge some stacks, which may refer to each other, and compare them with what their realms are made from.

        Args:
            environment: What messages call them.
            stacks: The stacks.
            exemptions: What shall not be judged in them.
            locate: Finds where what a finding is about is declared, by the path of its construct.
            keycloak_url: Where the Keycloak is that they are applied to, the only server that may get the administrator
                credentials. Rules about TLS, local state and local accounts have nothing to say where it is on this
                machine; left out, they have.
        """
        watched = _Watched(environment, tuple(stacks), tuple(exemptions), locate, keycloak_url)
        self._watched.append(watched)
        self._known.update(stack.node.id for stack in stacks)
        for stack in stacks:
            Aspects.of(stack).add(self)
            stack.node.add_validation(_LastLook(self, watched, stack))

    def visit(self, node: IConstruct) -> None:
        """Judge everything when the first stack is visited.

        Raises:
            GuardrailError: With one line an error; jsii makes it a `RuntimeError` with the same text.
        """
        if self.reviews or not isinstance(node, TerraformStack):
            return
        self._late += self.unwatched(node.node.root)
        self.review()
        self._late += self._shared_realms()
        if self.errors:
            raise GuardrailError("\n".join(self.errors))

    def unwatched(self, app: IConstruct) -> list[str]:
        """Return a line for each stack of an app that nobody judges: it would be written all the same.

        Args:
            app: The app.
        """
        return list(unwatched_faults(app, [stack for each in self._watched for stack in each.stacks]))

    def review(self, plans: Mapping[str, Plan] | None = None) -> list[Review]:
        """Judge everything; the stacks must be prepared, as a synth does.

        Args:
            plans: Saved plans by the stack's name.
        """
        self.reviews = [self._review(watched, plans) for watched in self._watched]
        return self.reviews

    def look_again(self, watched: _Watched, stack: TerraformStack) -> list[str]:
        """Return what is wrong with a stack that is about to be written: a line a fault, none where nothing changed."""
        name, json = stack.node.id, stack.to_terraform()
        found = list(expression_faults({name: json}, self._allowances, known=self._known))
        if not found and json != self._judged.get(name):
            before = {line for each in self.reviews for line in each.errors}
            found = [line for line in self._review(watched).errors if line not in before]
            found += [line for line in self._shared_realms() if line not in self._late]
        self._late += found
        return found

    def _shared_realms(self) -> list[str]:
        return list(
            shared_realm_faults(
                [
                    WatchedRealms(
                        each.environment,
                        {stack.node.id: self._judged.get(stack.node.id, {}) for stack in each.stacks},
                        frozenset(made.declaration.realm.name for stack in each.stacks for made in declared_in(stack)),
                        each.keycloak_url,
                    )
                    for each in self._watched
                ]
            )
        )

    def compare_written(self, outdir: Path) -> None:
        """Compare what was written with what was judged, and take away what is another: a value may change in between.

        Args:
            outdir: Where the app was synthesized into.
        """
        for name, json in () if self.errors else self._judged.items():
            file = outdir / "stacks" / name / "cdk.tf.json"
            if not file.is_file() or loads(file.read_bytes()) != json:
                file.unlink(missing_ok=True)
                fault = "what was written is not what the guardrails judged: let nothing change it after them"
                self._late.append(f"stack '{name}': {fault}")

    def _review(self, watched: _Watched, plans: Mapping[str, Plan] | None = None) -> Review:
        stacks = {stack.node.id: stack.to_terraform() for stack in watched.stacks}
        self._judged |= stacks
        return review(
            watched.environment,
            stacks,
            watched.exemptions,
            today=self._today,
            locate=watched.locate,
            plans=plans,
            allowances=self._allowances,
            declared=[each for stack in watched.stacks for each in declared_in(stack)],
            keycloak_url=watched.keycloak_url,
            emitted={stack.node.id: Emitted.of(records) for stack in watched.stacks if (records := emitted_by(stack))},
            backends={stack.node.id: backend for stack in watched.stacks if (backend := backend_of(stack)) is not None},
        )

    @property
    def errors(self) -> list[str]:
        """The lines that stopped the synth."""
        return [*(line for each in self.reviews for line in each.errors), *self._late]

    @property
    def warnings(self) -> list[str]:
        """The lines that only warn."""
        return [line for each in self.reviews for line in each.warnings]

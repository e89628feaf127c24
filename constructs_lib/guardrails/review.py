"""Apply the rules and the exemptions to stacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.allow_list import expression_faults
from constructs_lib.guardrails.exemption import ExemptionProps, exemption_findings
from constructs_lib.guardrails.finding import GuardrailFinding
from constructs_lib.guardrails.on_loopback import is_needless, runs_here
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.expressions.nonsensitive import NONSENSITIVE
from constructs_lib.guardrails.secrets.names import is_write_only
from constructs_lib.guardrails.terraform.askers import is_part
from constructs_lib.guardrails.terraform.comments import without_key
from constructs_lib.guardrails.terraform.configuration import Configuration

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.allowance import Allowance
    from constructs_lib.guardrails.finding import Locate
    from constructs_lib.guardrails.rule import Rule
    from constructs_lib.guardrails.terraform.emitted import Emitted
    from constructs_lib.guardrails.terraform.plan import Plan
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Review", "review"]


@dataclass(frozen=True)
class Review:
    """What the guardrails say of one environment.

    Attributes:
        environment: Its name.
        findings: Violations, exempted ones included.
        faults: Expressions that are not ours, and what is wrong with exemptions, a line each: they stop a synth too.
        unused: Exemptions that exempt nothing, a line each.
    """

    environment: str
    findings: tuple[GuardrailFinding, ...]
    faults: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def errors(self) -> list[str]:
        """The lines that stop `cdktf synth`."""
        return [*self.faults, *(finding.line for finding in self.findings if finding.stops)]

    @property
    def warnings(self) -> list[str]:
        """The lines that are printed."""
        warned = [finding.line for finding in self.findings if finding.is_open and not finding.stops]
        return [*warned, *self.unused]


def review(
    environment: str,
    stacks: Mapping[str, Mapping[str, Any]],
    exemptions: Sequence[ExemptionProps],
    *,
    today: dt.date,
    locate: Locate | None = None,
    plans: Mapping[str, Plan] | None = None,
    allowances: Sequence[Allowance] = (),
    declared: Sequence[CheckedDeclaration[Declaration]] = (),
    keycloak_url: str | None = None,
    backends: Mapping[str, Mapping[str, Any]] | None = None,
    emitted: Mapping[str, Emitted] | None = None,
    rules: Sequence[Rule] = RULES,
) -> Review:
    """Judge the stacks of one environment.

    Args:
        environment: Its name, for messages.
        stacks: Terraform JSON by the stack's name.
        exemptions: What shall not be judged.
        today: The day that exemptions' dates are compared with.
        locate: Finds where what a finding is about is declared.
        plans: Saved plans by the stack's name: what Terraform has computed is judged in place of expressions.
        allowances: What expressions may use beyond what our constructs write.
        keycloak_url: Where the environment's Keycloak is: on this machine some rules have nothing to say.
        declared: What the realms of the stacks are made from, which they are compared with.
        backends: Where stacks are declared to keep their states: blocks `backend` by the stack's name.
        emitted: What our constructs emitted into stacks, by the stack's name, which they are compared with.
        rules: The rules.
    """
    configuration = Configuration(
        stacks, plans, declared=declared, keycloak_url=keycloak_url, backends=backends, emitted=emitted
    )
    here = runs_here(keycloak_url, configuration)
    findings = tuple(_findings(environment, configuration, exemptions, rules, locate, here=here))
    used = {id(finding.exemption) for finding in findings}
    needless = {rule.id for rule in rules if rule.needless_with_write_only and _has_write_only(configuration)}
    return Review(
        environment,
        findings,
        faults=(
            *map(one_line, expression_faults(stacks, allowances, judged=NONSENSITIVE)),
            *(
                one_line(f"environment '{environment}': {each.message}")
                for each in exemption_findings(exemptions, environment=environment, today=today)
            ),
        ),
        unused=tuple(
            one_line(
                f"environment '{environment}', exemption from {exemption.rule} for '{exemption.resource}': "
                f"{_why_unused(exemption.rule, findings)}: remove it"
            )
            for exemption in exemptions
            if id(exemption) not in used and exemption.rule not in needless
        ),
    )


def _why_unused(rule: str, findings: Sequence[GuardrailFinding]) -> str:
    if any(finding.needless and finding.rule.id == rule for finding in findings):
        return "a Keycloak on this machine needs none"
    return "it exempts nothing"


def _has_write_only(configuration: Configuration) -> bool:
    return any(is_write_only((name,)) for resource in configuration.resources() for name in resource.arguments)


def _findings(
    environment: str,
    configuration: Configuration,
    exemptions: Sequence[ExemptionProps],
    rules: Sequence[Rule],
    locate: Locate | None,
    *,
    here: bool,
) -> Iterator[GuardrailFinding]:
    stopping: dict[str, list[tuple[Rule, str | None]]] = {}
    for rule in sorted(rules, key=lambda each: each.gives_way):
        for violation in configuration.violations(rule):
            subject = violation.subject
            if rule.gives_way and _is_judged(configuration, violation, stopping.get(without_key(subject.path), ())):
                continue
            needless = here and is_needless(rule, violation)
            argument = (violation.named or violation.argument) if rule.by_argument else None
            covering = (
                each for each in exemptions if each.covers(rule.id, subject.path, violation.actions, argument=argument)
            )
            exemption = None if needless else next(covering, None)
            place = locate(violation.declared or subject.path) if locate else None
            also = locate(subject.path) if locate and violation.declared else None
            finding = GuardrailFinding(
                environment,
                rule,
                subject.path,
                subject.label,
                f"{violation.fault} [{violation.named}]" if violation.named else violation.fault,
                exemption,
                place,
                violation.level,
                needless,
                also,
            )
            if finding.stops:
                stopping.setdefault(without_key(subject.path), []).append((rule, violation.argument))
            yield finding


def _is_judged(
    configuration: Configuration, violation: Violation, objections: Sequence[tuple[Rule, str | None]]
) -> bool:
    """Tell whether one of some objections to a resource is about the argument that a violation names.

    Where the objection does not say what it is about, it is about all that its rule looks at.
    """
    argument, path = violation.argument, without_key(violation.subject.path)
    return argument is not None and any(
        configuration.is_asked_for(rule, path, argument) if other is None else is_part(argument, other)
        for rule, other in objections
        if not rule.gives_way
    )

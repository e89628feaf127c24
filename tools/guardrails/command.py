"""List findings and exemptions of every environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.on_loopback import NEEDLESS
from stacks.environment_files import EnvironmentFiles
from stacks.finding_places import FindingPlaces
from stacks.jsii_runtime import use_project_node
from stacks.stack_names import StackNames
from tools.errors import ToolError
from tools.guardrails.sarif import sarif_log
from tools.project import reading_files, repository_of
from tools.tables import whole_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constructs_lib.guardrails.finding import GuardrailFinding
    from constructs_lib.guardrails.review import Review
    from stacks.repository import Repository
    from tools.guardrails.saved_plan import SavedPlan

__all__ = ["list_guardrails"]

_STYLES = {"error": "red", "warning": "yellow", "exempted": "dim", "needless": "dim"}


def list_guardrails(
    process_environment: Mapping[str, str], sarif: Path | None = None, saved: Sequence[SavedPlan] = ()
) -> int:
    """Print a table of all findings and exemptions, and write them as SARIF.

    Args:
        process_environment: Names the repository whose environments are judged.
        sarif: File that gets the SARIF log; defaults to `cdktf.out/guardrails.sarif` of the repository.
        saved: Plans of one environment: it alone is judged, and those stacks by what Terraform computed.

    Returns:
        0, or 2 when a finding would stop `cdktf synth`.

    Raises:
        ToolError: An environment file is wrong, or no environment has the stacks of the plans.
    """
    repository = repository_of(process_environment)
    reviews = _reviews(repository, saved)
    sarif = sarif or repository.sarif
    console = Console(highlight=False)
    findings = [finding for review in reviews for finding in review.findings]
    for review in reviews:
        if review.findings:
            console.print(whole_words(_table(review), console.width))
        for line in (*review.faults, *review.unused):
            console.print(line, soft_wrap=True, markup=False)
    sarif.parent.mkdir(parents=True, exist_ok=True)
    sarif.write_text(sarif_log(reviews), encoding="utf-8")
    console.print(f"SARIF: {repository.show(sarif)}", soft_wrap=True)
    stopping = sum(len(review.errors) for review in reviews)
    exempted = sum(finding.exemption is not None for finding in findings)
    needless = sum(finding.needless for finding in findings)
    warnings = sum(finding.is_open and not finding.stops for finding in findings)
    console.print(
        f"{stopping} errors, {warnings} warnings, {exempted} exempted, {needless} not asked of a Keycloak on this "
        f"machine, in {len(reviews)} environments",
        soft_wrap=True,
    )
    return 2 if stopping else 0


def _reviews(repository: Repository, saved: Sequence[SavedPlan]) -> list[Review]:
    with reading_files():
        files = EnvironmentFiles.of(repository)
        environments = files.check_all(keeps_rules=False)
    use_project_node()
    from stacks.app import review_app  # noqa: PLC0415 - starts the CDK's Node process

    places = FindingPlaces(files)
    if not saved:
        return review_app(environments, places=places)
    stacks = {name: StackNames(name).all(checked.declaration) for name, checked in environments.items()}
    plans = {each.stack: each.plan for each in saved}
    for name, own in stacks.items():
        if plans.keys() <= {*own}:
            return review_app({name: environments[name]}, places=places, plans=plans)
    known = [stack for own in stacks.values() for stack in own]
    unknown = next((stack for stack in plans if stack not in known), saved[0].stack)
    raise ToolError(f"no stack '{unknown}': {hint(unknown, known)}, or name it with STACK=", exit_code=2)


def _table(review: Review) -> Table:
    table = Table(title=f"Environment '{review.environment}'", title_justify="left")
    table.add_column("rule", no_wrap=True)
    table.add_column("finding", overflow="fold", ratio=3)
    table.add_column("state", overflow="fold", ratio=2)
    for finding in sorted(review.findings, key=lambda each: (not each.stops, each.rule.id, each.path)):
        state, text = _state(finding)
        said = f"{finding.where}\n{finding.said}"
        table.add_row(finding.rule.id, escape(said), escape(text), style=_STYLES[state])
    return table


def _state(finding: GuardrailFinding) -> tuple[str, str]:
    if finding.needless:
        return "needless", NEEDLESS
    if finding.exemption is None:
        return finding.level, f"{finding.level}: {finding.remedy}"
    until = f" until {finding.exemption.until}" if finding.exemption.until else " without end"
    return "exempted", one_line(f"exempted{until}: {finding.exemption.reason}")

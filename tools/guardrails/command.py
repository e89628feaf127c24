"""List findings and exemptions of every environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.jsii_runtime import use_project_node
from tools.errors import ToolError
from tools.guardrails.sarif import sarif_log
from tools.project import repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.guardrails.finding import GuardrailFinding
    from constructs_lib.guardrails.review import Review
    from stacks.repository import Repository

__all__ = ["list_guardrails"]

_STYLES = {"error": "red", "warning": "yellow", "exempted": "dim"}


def list_guardrails(process_environment: Mapping[str, str], sarif: Path | None = None) -> int:
    """Print a table of all findings and exemptions, and write them as SARIF.

    Args:
        process_environment: Names the repository whose environments are judged.
        sarif: File that gets the SARIF log; defaults to `cdktf.out/guardrails.sarif` of the repository.

    Returns:
        0, or 2 when a finding would stop `cdktf synth`.

    Raises:
        ToolError: An environment file is wrong.
    """
    repository = repository_of(process_environment)
    reviews = _reviews(repository)
    sarif = sarif or repository.sarif
    console = Console(highlight=False)
    findings = [finding for review in reviews for finding in review.findings]
    for review in reviews:
        if review.findings:
            console.print(_table(review))
        for line in (*review.faults, *review.unused):
            console.print(line, soft_wrap=True)
    sarif.parent.mkdir(parents=True, exist_ok=True)
    sarif.write_text(sarif_log(reviews), encoding="utf-8")
    console.print(f"SARIF: {repository.show(sarif)}", soft_wrap=True)
    stopping = sum(len(review.errors) for review in reviews)
    exempted = sum(finding.exemption is not None for finding in findings)
    warnings = len(findings) - exempted - sum(finding.stops for finding in findings)
    console.print(f"{stopping} errors, {warnings} warnings, {exempted} exempted, in {len(reviews)} environments")
    return 2 if stopping else 0


def _reviews(repository: Repository) -> list[Review]:
    try:
        environments = EnvironmentFiles.of(repository).check_all()
    except EnvironmentFileError as fault:
        raise ToolError(str(fault), exit_code=2) from None
    use_project_node()
    from stacks.app import review_app  # noqa: PLC0415 - starts the CDK's Node process

    return review_app(environments)


def _table(review: Review) -> Table:
    table = Table(title=f"Environment '{review.environment}'", title_justify="left")
    table.add_column("rule", no_wrap=True)
    table.add_column("finding", overflow="fold", ratio=3)
    table.add_column("state", overflow="fold", ratio=2)
    for finding in sorted(review.findings, key=lambda each: (not each.stops, each.rule.id, each.path)):
        state, text = _state(finding)
        table.add_row(finding.rule.id, f"{finding.path}\n{finding.label}: {finding.fault}", text, style=_STYLES[state])
    return table


def _state(finding: GuardrailFinding) -> tuple[str, str]:
    if finding.exemption is None:
        return finding.rule.level, f"{finding.rule.level}: {finding.rule.remedy}"
    until = f" until {finding.exemption.until}" if finding.exemption.until else ""
    return "exempted", f"exempted{until}: {finding.exemption.reason}"

"""What the guardrails say of the environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stacks.environment_files import EnvironmentFiles
from stacks.finding_places import FindingPlaces
from stacks.jsii_runtime import use_project_node
from tools.project import reading_files, repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.guardrails.finding import GuardrailFinding
    from constructs_lib.guardrails.review import Review

__all__ = ["Judged", "judge"]


@dataclass(frozen=True)
class Judged:
    """The guardrails' review, as a reader wants it.

    Attributes:
        review: What they say.
    """

    review: Review

    @property
    def open(self) -> list[GuardrailFinding]:
        """What somebody has to mend or to exempt: errors first."""
        found = [finding for finding in self.review.findings if finding.is_open]
        return sorted(found, key=lambda each: (not each.stops, each.rule.id, each.path))

    @property
    def exempted(self) -> list[GuardrailFinding]:
        """What an exemption covers."""
        found = [finding for finding in self.review.findings if finding.exemption and not finding.needless]
        return sorted(found, key=lambda each: (each.rule.id, each.path))

    @property
    def needless(self) -> int:
        """How many findings nobody is asked about, since Keycloak is on this machine."""
        return sum(finding.needless for finding in self.review.findings)


def judge(name: str, process_environment: Mapping[str, str]) -> Judged:
    """Have the guardrails judge one environment, by what this machine would deploy.

    Args:
        name: Its name.
        process_environment: Names the repository that it is in.

    Raises:
        ToolError: Its file is wrong for the provider of this machine (exit 2).
    """
    files = EnvironmentFiles.of(repository_of(process_environment))
    with reading_files():
        checked = files.check(name, keeps_rules=False)
    use_project_node()
    from stacks.app import review_app  # noqa: PLC0415 - starts the CDK's Node process

    (review,) = review_app({name: checked}, places=FindingPlaces(files))
    return Judged(review)

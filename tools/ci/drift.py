"""Look every night whether Keycloak is as declared: by a plan of what is ours, and an audit of all that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.access.bounded import bounded
from tools.access.difference import LONGEST_COMMENT
from tools.audit.command import audit_target
from tools.audit.formats import AuditFormat
from tools.audit.rendering import render
from tools.ci.places import ReviewFolder, hand_on
from tools.ci.plan_review import PlanReview
from tools.ci.platform import platform_of
from tools.deployment import diff
from tools.project import repository_of
from tools.reaching import reaching_variables
from tools.runner.screen import tell
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.audit.audit import Audit
    from tools.synthesis import Synthesis

__all__ = ["look_for_drift"]

_DIFFERS = 3
_FRAME = 200


def look_for_drift(name: str, process_environment: Mapping[str, str], synthesis: Synthesis | None = None) -> int:
    """Plan and audit an environment; keep an issue open while anything differs from what is declared.

    Args:
        name: Name of the environment.
        process_environment: Variables of the caller.
        synthesis: The app, where it runs already.

    Returns:
        0 where nothing differs, 3 where something does, 1 where a stack cannot be planned.

    Raises:
        ToolError: As for `plan_for_review`; or the platform refuses the issue.
    """
    folder = ReviewFolder(repository_of(process_environment))
    review = PlanReview(name, process_environment, folder.sarif)
    code = diff(name, synthesis=synthesis, gate=review)
    if code:
        return code
    target = load_target(name, process_environment)
    found = audit_target(target, reaching_variables(target))
    marker = f"<!-- ml-api-security: drift of {name} -->"
    platform = platform_of(process_environment)
    if review.is_empty and not found.open:
        closed = platform.settle(marker) if platform else None
        tell(f"environment '{name}' is as declared" + (f": closed {closed}" if closed else ""))
        return 0
    text = _text(name, [] if review.is_empty else review.lines, found)
    tell(f"Drift: {folder.write(folder.drift(name), text)}")
    hand_on(text, "GITHUB_STEP_SUMMARY", process_environment)
    if platform:
        tell(f"Told in {platform.report(marker, f'Keycloak is not as declared: {name}', text)}")
    return _DIFFERS


def _text(name: str, changes: list[str], found: Audit) -> str:
    head = (
        f"Environment `{name}` in Keycloak is not what the main branch declares. Somebody has changed it by hand, a "
        "grant has ended, or a deployment was not approved or not finished."
    )
    planned = ["", "A deployment would do this:", "", *changes] if changes else []
    audited = ["", "What the audit finds:", "", *render(found, AuditFormat.MARKDOWN).splitlines()] if found.open else []
    return bounded([head, *planned, *audited], f"make diff audit ENV={name}", LONGEST_COMMENT - _FRAME)

"""Look every night whether Keycloak is as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.access.bounded import bounded
from tools.access.difference import LONGEST_COMMENT
from tools.ci.places import ReviewFolder, hand_on
from tools.ci.plan_review import PlanReview
from tools.ci.platform import platform_of
from tools.deployment import diff
from tools.project import repository_of
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.synthesis import Synthesis

__all__ = ["look_for_drift"]

_DIFFERS = 3
_FRAME = 200


def look_for_drift(name: str, process_environment: Mapping[str, str], synthesis: Synthesis | None = None) -> int:
    """Plan an environment; keep an issue open while anything differs from what is declared.

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
    marker = f"<!-- ml-api-security: drift of {name} -->"
    platform = platform_of(process_environment)
    if review.is_empty:
        closed = platform.settle(marker) if platform else None
        tell(f"environment '{name}' is as declared" + (f": closed {closed}" if closed else ""))
        return 0
    text = _text(name, review.lines)
    tell(f"Drift: {folder.write(folder.drift(name), text)}")
    hand_on(text, "GITHUB_STEP_SUMMARY", process_environment)
    if platform:
        tell(f"Told in {platform.report(marker, f'Keycloak is not as declared: {name}', text)}")
    return _DIFFERS


def _text(name: str, lines: list[str]) -> str:
    head = (
        f"Environment `{name}` in Keycloak is not what the main branch declares. Somebody has changed it by hand, a "
        "grant has ended, or a deployment was not approved or not finished. A deployment would do this:"
    )
    return bounded([head, "", *lines], f"make diff ENV={name}", LONGEST_COMMENT - _FRAME)

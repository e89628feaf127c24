"""Synthesize an app whose guardrails may stop it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.cdk import App
    from constructs_lib.guardrails.aspect import Guardrails

__all__ = ["synthesize"]


def synthesize(app: App, guardrails: Guardrails) -> int:
    """Synthesize, and print what the guardrails say to standard error, a line each.

    Args:
        app: The app.
        guardrails: What watches its stacks.

    Returns:
        The app's exit code: 0, or 2 where the guardrails stopped it, or watch not all stacks; then nothing is written.

    Raises:
        RuntimeError: The synth failed by itself.
    """
    if faults := guardrails.unwatched(app):
        print(*faults, sep="\n", file=sys.stderr)  # noqa: T201 - what a person reads
        return 2
    try:
        app.synth()
    except RuntimeError:  # how the CDK's Node process hands on what an aspect raises
        if not guardrails.errors:
            raise
    guardrails.compare_written(Path(app.outdir))
    for line in (*guardrails.errors, *(f"warning: {line}" for line in guardrails.warnings)):
        print(line, file=sys.stderr)  # noqa: T201 - what a person reads
    return 2 if guardrails.errors else 0

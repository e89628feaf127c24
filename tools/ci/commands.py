"""`python -m tools ci`: what a pipeline's jobs run, the same on every platform.

A command imports what it runs, as those of `tools.cli` do.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tools.synthesis import begun

__all__ = ["app"]

app = typer.Typer(
    help="What a pipeline runs: plan, comment, apply what was reviewed, look for drift.", no_args_is_help=True
)

_Name = Annotated[str, typer.Argument(help="Name of the environment.")]


@app.command()
def plan(environment: _Name) -> None:
    """Plan an environment, judge the plans, and write for a reviewer what they would do."""
    with begun(os.environ) as synthesis:
        from tools.ci.reviewed_deployment import plan_for_review

        code = plan_for_review(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def apply(environment: _Name) -> None:
    """Deploy an environment, if the plan is the one whose digest REVIEWED names."""
    with begun(os.environ) as synthesis:
        from tools.ci.reviewed_deployment import deploy_reviewed

        code = deploy_reviewed(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def drift(environment: _Name) -> None:
    """Exit with 3 where Keycloak differs from what is declared, and keep an issue about it."""
    with begun(os.environ) as synthesis:
        from tools.ci.drift import look_for_drift

        code = look_for_drift(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def comment() -> None:
    """Write who gains and who loses, and the plans, as the one comment of a pull request."""
    from tools.ci.comment import write_comment

    write_comment(os.environ)

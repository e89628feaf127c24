"""`python -m tools ci`: what a pipeline's jobs run, the same on every platform.

A command imports what it runs, as those of `tools.cli` do.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tools.synthesis import begun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.synthesis import Synthesis

__all__ = ["app"]

app = typer.Typer(
    help="What a pipeline runs: plan, comment, apply what was reviewed, look for drift.", no_args_is_help=True
)

_Name = Annotated[str, typer.Argument(help="Name of the environment.")]


@contextmanager
def _logged_in() -> Iterator[Synthesis]:
    """Log in as the pipeline, where it has no other credential; then the app runs."""
    from tools.ci.identity import pipeline_identity

    os.environ.update(pipeline_identity(os.environ))
    with begun(os.environ) as synthesis:
        yield synthesis


@app.command()
def plan(environment: _Name) -> None:
    """Plan an environment, judge the plans, and write for a reviewer what they would do."""
    with _logged_in() as synthesis:
        from tools.ci.reviewed_deployment import plan_for_review

        code = plan_for_review(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def apply(environment: _Name) -> None:
    """Deploy an environment, if the plan is the one whose digest REVIEWED names."""
    with _logged_in() as synthesis:
        from tools.ci.reviewed_deployment import deploy_reviewed

        code = deploy_reviewed(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def drift(environment: _Name) -> None:
    """Exit with 3 where Keycloak differs from what is declared, and keep an issue about it."""
    with _logged_in() as synthesis:
        from tools.ci.drift import look_for_drift

        code = look_for_drift(environment, os.environ, synthesis)
    raise typer.Exit(code)


@app.command()
def comment() -> None:
    """Write who gains and who loses, and the plans, as the one comment of a pull request."""
    from tools.ci.comment import write_comment

    write_comment(os.environ)


@app.command()
def identity(
    environment: _Name,
    *,
    issuer: Annotated[str, typer.Option(help="The platform's issuer of tokens.")],
    planner: Annotated[str, typer.Option(help="Subject of the jobs that plan.")],
    deployer: Annotated[str, typer.Option(help="Subject of the job that deploys.")],
) -> None:
    """Let Keycloak know a pipeline by its platform's tokens; an administrator runs this once."""
    from tools.deployer.command import trust_pipeline

    trust_pipeline(environment, issuer=issuer, planner=planner, deployer=deployer)

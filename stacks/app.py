"""The CDK app: one stack an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf import App

from stacks.environment_stack import EnvironmentStack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stacks.environment import Environment

__all__ = ["build_app"]


def build_app(environments: Mapping[str, Environment], *, outdir: Path | None = None) -> App:
    """Build the app, ready to be synthesized.

    Args:
        environments: Environments by name; the name is the stack's.
        outdir: Where the Terraform JSON goes; defaults to what the CDK's command line asks for.

    Raises:
        DeclarationError: A declaration contradicts itself.
    """
    app = App(outdir=str(outdir)) if outdir else App()
    for name, environment in environments.items():
        EnvironmentStack(app, name, environment=environment)
    return app

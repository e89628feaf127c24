"""The CDK app: the stacks of all environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf import App

from stacks.environment_stack import EnvironmentStack
from stacks.layered_stacks import add_layered_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cdktf import TerraformStack
    from constructs import Construct

    from stacks.environment import Environment

__all__ = ["add_stacks", "build_app"]


def build_app(environments: Mapping[str, Environment], *, outdir: Path | None = None) -> App:
    """Build the app, ready to be synthesized.

    Args:
        environments: Environments by name.
        outdir: Where the Terraform JSON goes; defaults to what the CDK's command line asks for.

    Raises:
        DeclarationError: A declaration contradicts itself.
    """
    app = App(outdir=str(outdir)) if outdir else App()
    for name, environment in environments.items():
        add_stacks(app, name, environment)
    return app


def add_stacks(app: Construct, name: str, environment: Environment) -> list[TerraformStack]:
    """Add an environment's stacks: one, or one a layer and team.

    Args:
        app: The app.
        name: Name of the environment.
        environment: What it declares.

    Returns:
        The stacks, in the order in which they are applied.

    Raises:
        DeclarationError: The declaration contradicts itself.
    """
    if environment.teams:
        return add_layered_stacks(app, name, environment)
    return [EnvironmentStack(app, name, environment=environment)]

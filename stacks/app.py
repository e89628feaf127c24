"""The CDK app: the stacks of all environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import App, TerraformStack
from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.guardrails.aspect import Guardrails
from stacks.environment_stack import EnvironmentStack
from stacks.layered_stacks import add_layered_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs import Construct

    from constructs_lib.guardrails.review import Review
    from stacks.environment import Environment

__all__ = ["add_stacks", "build_app", "review_app"]


def build_app(
    environments: Mapping[str, Environment], *, guardrails: Guardrails | None = None, outdir: Path | None = None
) -> App:
    """Build the app, ready to be synthesized; its guardrails stop the synth when they find an error.

    Args:
        environments: Environments by name.
        guardrails: What judges the stacks, given by callers who read what it found.
        outdir: Where the Terraform JSON goes; defaults to what the CDK's command line asks for.

    Raises:
        DeclarationError: A declaration contradicts itself.
    """
    app = App(outdir=str(outdir)) if outdir else App()
    guardrails = guardrails or Guardrails()
    for name, environment in environments.items():
        guardrails.watch(name, add_stacks(app, name, environment), environment.exemptions)
    return app


def review_app(environments: Mapping[str, Environment]) -> list[Review]:
    """Return what the guardrails say, without a synth.

    Args:
        environments: Environments by name.

    Raises:
        DeclarationError: As for `build_app`.
    """
    guardrails = Guardrails()
    app = build_app(environments, guardrails=guardrails)
    for stack in app.node.children:
        if isinstance(stack, TerraformStack):
            stack.prepare_stack()
    return guardrails.review()


def add_stacks(
    app: Construct, name: str, environment: Environment, *, features: ProviderFeatures | None = None
) -> list[TerraformStack]:
    """Add an environment's stacks: one, or one a layer and team.

    Args:
        app: The app.
        name: Name of the environment.
        environment: What it declares.
        features: What the provider can do; defaults to the one that Terraform uses here.

    Returns:
        The stacks, in the order in which they are applied.

    Raises:
        DeclarationError: The declaration contradicts itself.
    """
    features = features or ProviderFeatures.resolved()
    if environment.teams:
        return add_layered_stacks(app, name, environment, features=features)
    return [EnvironmentStack(app, name, environment=environment, features=features)]

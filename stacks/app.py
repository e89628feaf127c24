"""The CDK app: the stacks of all environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import App, TerraformStack
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.aspect import Guardrails
from stacks.environment_stack import EnvironmentStack
from stacks.installed_features import installed_features
from stacks.layered_stacks import add_layered_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs import Construct

    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.guardrails.review import Review
    from constructs_lib.guardrails.terraform.plan import Plan
    from stacks.environment import Environment
    from stacks.finding_places import FindingPlaces

__all__ = ["add_stacks", "build_app", "review_app"]


def build_app(
    environments: Mapping[str, Environment | CheckedDeclaration[Environment]],
    *,
    guardrails: Guardrails | None = None,
    outdir: Path | None = None,
    places: FindingPlaces | None = None,
) -> App:
    """Build the app, ready to be synthesized; its guardrails stop the synth when they find an error.

    Args:
        environments: Environments by name; what `EnvironmentFiles` checked is not checked again.
        guardrails: What judges the stacks, given by callers who read what it found.
        outdir: Where the Terraform JSON goes; defaults to what the CDK's command line asks for.
        places: Finds the lines of files that findings name; left out, they name constructs alone.

    Raises:
        DeclarationError: A declaration contradicts itself.
    """
    app = App(outdir=str(outdir)) if outdir else App()
    guardrails = guardrails or Guardrails()
    for name, environment in environments.items():
        checked = _checked(environment, None)
        guardrails.watch(
            name,
            add_stacks(app, name, checked),
            checked.declaration.exemptions,
            locate=places.of(name, checked.declaration) if places else None,
            keycloak_url=checked.declaration.keycloak.url,
        )
    return app


def review_app(
    environments: Mapping[str, Environment | CheckedDeclaration[Environment]],
    *,
    places: FindingPlaces | None = None,
    plans: Mapping[str, Plan] | None = None,
) -> list[Review]:
    """Return what the guardrails say, without a synth.

    Args:
        environments: As for `build_app`.
        places: As for `build_app`.
        plans: Saved plans by the stack's name, judged in place of expressions.

    Raises:
        DeclarationError: As for `build_app`.
    """
    guardrails = Guardrails()
    app = build_app(environments, guardrails=guardrails, places=places)
    for stack in app.node.children:
        if isinstance(stack, TerraformStack):
            stack.prepare_stack()
    return guardrails.review(plans)


def add_stacks(
    app: Construct,
    name: str,
    environment: Environment | CheckedDeclaration[Environment],
    *,
    features: ProviderFeatures | None = None,
) -> list[TerraformStack]:
    """Add an environment's stacks: one, or one a layer and team.

    Args:
        app: The app.
        name: Name of the environment.
        environment: What it declares; checked, it is not checked again, and says itself what the provider can do.
        features: What the provider and Terraform can do; defaults to what those of this machine can.

    Returns:
        The stacks, in the order in which they are applied.

    Raises:
        DeclarationError: The declaration contradicts itself.
    """
    checked = _checked(environment, features)
    if checked.declaration.teams:
        return add_layered_stacks(app, name, checked)
    return [EnvironmentStack(app, name, checked=checked)]


def _checked(
    environment: Environment | CheckedDeclaration[Environment], features: ProviderFeatures | None
) -> CheckedDeclaration[Environment]:
    if features is None and not isinstance(environment, CheckedDeclaration):
        features = installed_features()
    return CheckedDeclaration.of(environment, features)

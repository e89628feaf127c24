"""Synthesize a construct or an environment in memory, as Terraform would read it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from constructs_lib.cdk import TerraformStack, Testing
from constructs_lib.cdk.keycloak import KeycloakProvider
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.app import add_stacks
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.environment import Environment

__all__ = [
    "NEWEST",
    "OLDEST",
    "Synthesized",
    "new_stack",
    "stack_with_provider",
    "synthesize",
    "synthesize_environment",
    "synthesize_stacks",
    "synthesized_once",
]


OLDEST = ProviderFeatures.of("4.5.0")
"""What every accepted provider can do."""

NEWEST = ProviderFeatures.of("5.9.0")
"""What the newest known provider can do."""


class Synthesized:
    """The Terraform JSON of a stack, with short ways to its parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.json: dict[str, Any] = json.loads(text)

    def resources(self, resource_type: str) -> list[dict[str, Any]]:
        """Return the arguments of all resources of a type."""
        return list(self.json.get("resource", {}).get(resource_type, {}).values())

    def resource(self, resource_type: str) -> dict[str, Any]:
        """Return the arguments of the one resource of a type."""
        (only,) = self.resources(resource_type)
        return only

    def named(self, resource_type: str, name: str) -> dict[str, Any]:
        """Return the one resource of a type whose argument `name` is given."""
        (only,) = [resource for resource in self.resources(resource_type) if resource["name"] == name]
        return only


def new_stack(name: str = "stack") -> TerraformStack:
    """Return an empty stack in an app of its own."""
    return TerraformStack(Testing.app(), name)


def stack_with_provider(name: str = "stack") -> TerraformStack:
    """Return a stack in an app of its own that the construct can be in."""
    stack = new_stack(name)
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    return stack


def synthesize(stack: TerraformStack) -> Synthesized:
    """Synthesize a stack, validations included."""
    return Synthesized(Testing.synth(stack, run_validations=True))


def synthesize_environment(name: str, features: ProviderFeatures = OLDEST) -> dict[str, Synthesized]:
    """Synthesize an environment of the project; return its stacks by name."""
    return synthesize_stacks(name, EnvironmentFiles().load(name), features)


@lru_cache
def synthesized_once(name: str) -> Mapping[str, Synthesized]:
    """Synthesize an environment of the project for all tests that only read its stacks; return them by name."""
    return synthesize_environment(name)


def synthesize_stacks(
    name: str, environment: Environment, features: ProviderFeatures = OLDEST
) -> dict[str, Synthesized]:
    """Synthesize an environment; return its stacks by name, in the order in which they are applied.

    Args:
        name: Name of the environment.
        environment: What it declares.
        features: What the provider can do: by default the same on every machine.
    """
    stacks = add_stacks(Testing.app(), name, environment, features=features)
    # As `App.synth` does: it makes the outputs and data sources behind references across stacks.
    for stack in stacks:
        stack.prepare_stack()
    return {stack.node.id: synthesize(stack) for stack in stacks}

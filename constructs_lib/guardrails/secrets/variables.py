"""Which input variables are secrets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from constructs_lib.guardrails.secrets.names import names_secret, secret_arguments, variable_names_secret
from constructs_lib.guardrails.secrets.places import holds_secrets
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import symbols_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.stack import Stack
    from constructs_lib.guardrails.terraform.symbol import Symbol, Value

__all__ = ["GENERATED_SECRETS", "PLANNED", "SecretSources", "is_sensitive", "secret_outputs", "secret_variables"]

GENERATED_SECRETS = {"random_password": "result", "tls_private_key": "private_key_pem"}
"""What other providers make up: the attribute that is a secret, by resource type."""

PLANNED = "sensitive"
"""How a value that a plan marks as sensitive is called."""

# What a data source tells of a client: the adapter's file holds its private key, and so may what it is made from.
_OTHER_SECRETS = {
    "keycloak_client_description_converter": "attributes",
    "keycloak_generic_protocol_mapper": "config",
    "keycloak_saml_client_installation_provider": "value",
}
# Settings that the code does not say, so that an apply reads them, hold private keys and rotated secrets among others.
_BLOCKS_WITH_SECRETS = frozenset({"config", "extra_config", "initial_password", "smtp_server"})


def secret_variables(configuration: Configuration) -> Iterator[tuple[Stack, str]]:
    """Yield the variables that are called secrets, are sensitive, or are used as secrets."""
    yield from _secret_variables(configuration)


@lru_cache(maxsize=1)  # several rules ask, each of all resources
def _secret_variables(configuration: Configuration) -> tuple[tuple[Stack, str], ...]:
    return tuple(_found_variables(configuration))


def _found_variables(configuration: Configuration) -> Iterator[tuple[Stack, str]]:
    used = {
        (resource.stack, source.variable)
        for resource in (*configuration.resources(), *configuration.data_sources(), *configuration.providers())
        for _, value in secret_arguments(resource)
        for source in _sources(value)
    }
    for stack in configuration.stacks:
        used |= {(stack.name, source.variable) for value in _called_secrets(stack) for source in _sources(value)}
    for stack in configuration.stacks:
        for name, body in stack.variables.items():
            if is_sensitive(body) or variable_names_secret(name, body.get("type")) or (stack.name, name) in used:
                yield stack, name


def _sources(value: Value) -> Iterator[Symbol]:
    return (source for symbol in symbols_in(value) for source in symbol.sources())


def _called_secrets(stack: Stack) -> Iterator[Value]:
    """Yield the local values, their entries and the outputs that are called secrets."""
    values = {name: stack.local(name) for name in stack.json.get("locals", {})}
    values |= {name: Evaluation(stack).value(body.get("value")) for name, body in stack.outputs.items()}
    for name, whole in values.items():
        if variable_names_secret(name):
            yield whole
        yield from (value for path, value in leaves(whole, (name,)) if len(path) > 1 and names_secret(path))


class SecretSources:
    """What secrets come from: variables, and attributes of resources.

    Args:
        configuration: The stacks. A variable of one name is the same secret in all of them.
    """

    def __init__(self, configuration: Configuration) -> None:
        sensitive = {
            name for stack in configuration.stacks for name, body in stack.variables.items() if is_sensitive(body)
        }
        self._variables = sensitive | {name for _, name in secret_variables(configuration)} | {PLANNED}

    def reach(self, value: Value) -> bool:
        """Tell whether a secret is part of a value."""
        return next(self.sources(value), None) is not None

    def sources(self, value: Value) -> Iterator[Symbol]:
        """Yield the secrets that are part of a value."""
        for symbol in symbols_in(value):
            yield from filter(self._is_secret, symbol.sources())

    def _is_secret(self, source: Symbol) -> bool:
        if source.variable:
            return source.variable in self._variables
        resource_type = (source.address or source.text).removeprefix("data.").partition(".")[0]
        if source.is_whole and (holds_secrets(resource_type) or resource_type in _OTHER_SECRETS):
            return True
        is_reference = source.pattern is None and not source.parts
        attribute = source.attribute or (source.text.rpartition(".")[2] if is_reference else "")
        return (
            names_secret([attribute])
            or attribute in _BLOCKS_WITH_SECRETS
            or attribute in (GENERATED_SECRETS.get(resource_type), _OTHER_SECRETS.get(resource_type))
        )


def secret_outputs(configuration: Configuration) -> Iterator[tuple[Stack, str]]:
    """Yield the outputs that a secret variable, or attribute of a resource, is part of, or that are called secrets."""
    secrets = SecretSources(configuration)
    for stack in configuration.stacks:
        for name, body in stack.outputs.items():
            if variable_names_secret(name) or secrets.reach(Evaluation(stack).value(body.get("value"))):
                yield stack, name


def is_sensitive(body: object) -> bool:
    """Tell whether a variable or an output is marked as sensitive."""
    return isinstance(body, dict) and body.get("sensitive") in (True, "true")

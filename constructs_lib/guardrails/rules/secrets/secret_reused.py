"""KC-SECRET-REUSED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.places import takes_secret
from constructs_lib.guardrails.secrets.variables import PLANNED, SecretSources
from constructs_lib.guardrails.terraform.leaves import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Symbol
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecretReused"]

_KEYCLOAK = "keycloak"

Place = tuple[str, str]
"""Stack and address of a resource."""


class SecretReused(Rule):
    """A secret is known to the two sides that it was made for, and to nobody else."""

    id = "KC-SECRET-REUSED"
    info = "one secret is given to two resources"
    why = (
        "Keycloak sends the secrets of identity providers, directories and mail servers to those servers: one that "
        "also proves something else is known to people whom it was never meant for."
    )
    source = "ASVS 5.0 V13.3.1 and V13.3.2"
    remedy = "declare a variable of its own for each secret"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument with a secret that another resource, or the provider, has as well."""
        secrets = SecretSources(configuration)
        uses = [*_uses(configuration, secrets)]
        places: dict[tuple[str, ...], set[Place]] = {}
        for resource, _, source in uses:
            places.setdefault(_identity(source), _owner(source)).add(_place(resource))
        for resource, path, source in uses:
            if len(places[_identity(source)]) > 1:
                yield resource.violation(f"{'.'.join(path)} is given a secret that is another's too, {source.text}")


def _uses(configuration: Configuration, secrets: SecretSources) -> Iterator[tuple[Resource, tuple[str, ...], Symbol]]:
    """Yield each secret in an argument that is there for one, as the code says: a plan shows no names."""
    for resource in (*configuration.resources(), *configuration.data_sources(), *configuration.providers()):
        if resource.type.partition("_")[0] != _KEYCLOAK:
            continue
        for path, value in leaves(dict(resource.configured or resource.arguments)):
            for source in {_identity(each): each for each in secrets.sources(value)}.values():
                if source.variable != PLANNED and takes_secret(resource, path):
                    yield resource, path, source


def _identity(source: Symbol) -> tuple[str, ...]:
    if source.variable:  # one name is the same secret in all stacks
        return ("var", source.variable)
    return (source.stack or "", source.address or source.text, source.attribute or "")


def _owner(source: Symbol) -> set[Place]:
    """Return the resource of Keycloak's that a secret is of, if it is of one."""
    address = source.address or source.text
    ours = address.removeprefix("data.").startswith(f"{_KEYCLOAK}_")
    return {(source.stack or "", address)} if ours and not source.variable else set()


def _place(resource: Resource) -> Place:
    # Each stack has its provider, which logs in as the same client.
    return ("" if resource.address.startswith("provider.") else resource.stack, resource.address)

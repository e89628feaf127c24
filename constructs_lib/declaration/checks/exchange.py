"""Token exchange: from applications that exist, to models that exist, and never further than was declared for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.checks.grants import unknown_grants
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import ConsumerProps, Declaration, Grants

__all__ = ["exchange_findings"]


def exchange_findings(declaration: Declaration) -> Iterator[Finding]:
    """A consumer trades tokens of its own team's applications and of those for all, for models it may name."""
    realm = f"realm '{declaration.realm.name}'"
    policy = AccessPolicy(declaration)
    for path, access in located(declaration):
        known = {**declaration.applications, **access.applications}
        for name, consumer in access.consumers.items():
            if consumer.exchange is None:
                continue
            subject, place = f"{realm}, consumer '{name}'", (*path, "consumers", name)
            for index, application in enumerate(consumer.exchange.from_):
                if application not in known:
                    yield Finding(
                        (*place, "exchange", "from", index),
                        f"{subject}: {team_of(path)} has no application '{application}': {hint(application, known)}",
                    )
            models = consumer.exchange.models
            yield from unknown_grants(declaration, subject, (*place, "exchange", "models"), models)
            if consumer.exchange.delegation:
                yield from _own_calls(subject, place, consumer)
            else:
                yield from _own_access(policy, subject, place, consumer, models)


def _own_calls(subject: str, place: Path, consumer: ConsumerProps) -> Iterator[Finding]:
    """Keycloak writes `act` into every token of a client: one for itself would name it as acting for itself."""
    for key in ("grants", "every_model"):
        if getattr(consumer, key):
            yield Finding(
                (*place, key),
                f"{subject}: with exchange.delegation it calls on behalf of people alone: take {key} out, "
                "or declare a second consumer for its own calls",
            )


def _own_access(
    policy: AccessPolicy, subject: str, place: Path, consumer: ConsumerProps, models: Grants
) -> Iterator[Finding]:
    """Keycloak offers a client one list of scopes: what it may call itself, it could call for everyone who may."""
    remedy = "or declare a second consumer for its own calls"
    if consumer.every_model:
        yield Finding(
            (*place, "every_model"),
            f"{subject}: with every_model it could call every model for others too: set it to false, {remedy}",
        )
    traded = policy.ends(models)
    further = {pair for pair, end in policy.ends(consumer.grants).items() if pair not in traded or end > traded[pair]}
    if further:
        yield Finding(
            (*place, "grants"),
            f"{subject}: with its own grant it could call '{min(further).role}' for others too: "
            f"add it to exchange.models, {'until the same day, ' if min(further) in traded else ''}{remedy}",
        )

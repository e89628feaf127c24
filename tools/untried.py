"""Whom no token was asked for after a deployment, and how to get one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth
from constructs_lib.declaration.secret_names import client_secret_name, initial_password_name
from constructs_lib.review.questions import AccessReview
from tools.tokens.login import LOG_IN_ADVICE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs_lib.declaration.props import ConsumerProps, PersonProps
    from tools.target import Target

__all__ = ["untried"]

_SHOWN = 6
_PROOFS = {PrivateKeyJwtAuth: "own key", MtlsAuth: "certificate", FederatedAuth: "workload issuer"}


def untried(target: Target, tried: Collection[str]) -> Iterator[str]:
    """Yield a line for the consumers and people that got no token, and one where nothing logs people in.

    Args:
        target: The environment.
        tried: Who got one, such as `consumer batch` and `person ada`.
    """
    accesses = target.environment.accesses().values()
    consumers = {
        client_id: consumer
        for access in accesses
        for name, consumer in access.consumers.items()
        for client_id in consumer.client_ids(name)
        if f"consumer {client_id}" not in tried
    }
    people = {
        name: person for access in accesses for name, person in access.people.items() if f"person {name}" not in tried
    }
    shut_out = people if not AccessReview(target.environment).clients.of_people else {}
    people = {} if shut_out else people
    yield from _kept(target, consumers, people)
    kept = target.environment.kept
    consumers = {name: each for name, each in consumers.items() if name not in kept.secrets}
    people = {name: each for name, each in people.items() if name not in kept.passwords}
    names = [*(_with_proof(name, consumer) for name, consumer in consumers.items()), *people]
    if names:
        options = _token_options(target, consumers, people) if target.is_on_loopback else None
        how = f": {target.repository.command(f'make token {options}')}" if options else ""
        yield f"Not tried: {_cut(names)}{how}"
    if shut_out:
        yield f"Nothing logs {_cut(list(shut_out))} in: {LOG_IN_ADVICE}"


def _kept(target: Target, consumers: Collection[str], people: Collection[str]) -> Iterator[str]:
    """Yield who has a secret or a password of before an adoption, which is known to its owner alone."""
    kept = target.environment.kept
    of_secrets = [name for name in consumers if name in kept.secrets]
    of_passwords = [name for name in people if name in kept.passwords]
    for names, key, variable in (
        (of_secrets, "secrets", client_secret_name),
        (of_passwords, "passwords", initial_password_name),
    ):
        if names:
            command = target.repository.command(f"make token PRINCIPAL={names[0]} ENV={target.name}")
            how = f"; to try one, set TF_VAR_{variable(names[0])} and run {command}" if target.is_on_loopback else ""
            why = f"the {key} of before the adoption stay (kept.{key}), and only their owners have them"
            yield f"Not tried: {_cut(names)}: {why}{how}"


def _with_proof(name: str, consumer: ConsumerProps) -> str:
    proof = _PROOFS.get(type(consumer.auth))
    return f"{name} ({proof})" if proof else name


def _token_options(target: Target, consumers: dict[str, ConsumerProps], people: dict[str, PersonProps]) -> str | None:
    """Return what `make token` takes for somebody whose token it can get; None where it can get nobody's."""
    environment, accesses = target.environment, target.environment.accesses().values()
    applications = [each for access in accesses for each in access.applications.values()]
    opens = any(not each.pushed_requests for each in applications)
    opens |= any(api.direct_access_grants for api in environment.every_api.values())
    if opens and not any(access.second_factor for access in accesses):
        for name, person in people.items():
            if person.can_log_in_at_once and not environment.realm.login.terms:
                return f"PRINCIPAL={name} ENV={target.name}"
    for name, consumer in consumers.items():
        if isinstance(consumer.auth, PrivateKeyJwtAuth) and not consumer.dpop:
            return f"PRINCIPAL={name} ENV={target.name} KEY=private.pem"
    return None


def _cut(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more

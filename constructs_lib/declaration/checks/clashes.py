"""Names that differ, and yet become one thing: a construct, a role, a scope, a caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.group_origins import BrokerOrigin, group_origins
from constructs_lib.declaration.props import FederatedAuth, MtlsAuth
from constructs_lib.declaration.props.values import is_unresolved
from constructs_lib.declaration.subject_names import canonical_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration

__all__ = ["clash_findings"]

_RENAME = "rename one of the two"
_NO_CASE = "wherever names are compared without regard to case"

_Named = tuple[object, str, "Path"]
"""What a name becomes, the name as it is declared, and where."""


def clash_findings(declaration: Declaration) -> Iterator[Finding]:
    """What two names become is found out before the CDK, Keycloak or a caller does."""
    realm = f"realm '{declaration.realm.name}'"
    yield from _clashes(realm, f"model {_NO_CASE}", _models(declaration), _RENAME)
    yield from _actions_that_are_models(realm, declaration)
    for label, named in _outside_members(declaration):
        yield from _clashes(realm, label, named, "map one of the two, or put them into two groups of ours")
    yield from _clashes(realm, "caller", _callers(declaration), "let one consumer be both")
    yield from _clashes(realm, "issuer", _issuers(declaration), "keep one of the two")
    yield from _usernames(realm, declaration)


def _clashes(realm: str, label: str, named: Iterator[_Named], remedy: str) -> Iterator[Finding]:
    seen: dict[object, tuple[str, Path]] = {}
    for result, name, path in named:
        first, place = seen.setdefault(result, (name, path))
        if place != path:
            yield Finding(path, f"{realm}: {name} and {first} are one {label}: {remedy}", also=place)


def _models(declaration: Declaration) -> Iterator[_Named]:
    """By the rule of `model_names` no two names are one; some databases of Keycloak, and some servers, know no case."""
    for model in declaration.models:
        yield model.casefold(), f"model '{model}'", ("models", model)


def _actions_that_are_models(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """`qwen3:latest` is a model, or an action of `qwen3`, wherever somebody writes `<model>:<action>`: never both."""
    for model in declaration.models:
        owner, _, action = model.rpartition(":")
        if owner in declaration.models and action in declaration.models[owner].actions:
            yield Finding(
                ("models", model),
                f"{realm}: model '{model}' and '{action}' of model '{owner}' are called the same: {_RENAME}",
                also=("models", owner, "actions"),
            )


def _outside_members(declaration: Declaration) -> Iterator[tuple[str, Iterator[_Named]]]:
    """Groups and claims of one source that put people into one group of ours are constructs side by side."""
    for origins in group_origins(declaration).values():
        for origin in origins:
            if isinstance(origin, BrokerOrigin):
                for form in ("{}-{}", "{} {}"):  # of the construct's id, and of the mapper's name
                    yield "mapper", _claims(origin, form)
            else:
                place = ("federation", origin.source, "groups", "map")
                yield "group", ((_construct_id(name), f"'{name}'", (*place, name)) for name in origin.groups)


def _claims(origin: BrokerOrigin, form: str) -> Iterator[_Named]:
    for claim, value in origin.claims:
        path = ("identity_providers", origin.source, "claims", claim, value)
        yield _construct_id(form.format(claim, value)), f"'{claim}: {value}'", path


def _construct_id(name: str) -> str:
    """Return what the CDK makes of an id: a slash separates those of a path."""
    return name.replace("/", "--")


def _callers(declaration: Declaration) -> Iterator[_Named]:
    """Keycloak finds a caller by its token's issuer and subject, or by its certificate's subject: by nothing else."""
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            auth, subject, place = consumer.auth, f"consumer '{name}'", (*path, "consumers", name, "auth")
            if isinstance(auth, FederatedAuth):
                issuer = declaration.workload_issuers.get(auth.issuer)
                yield f"{issuer.issuer if issuer else auth.issuer} {auth.subject}", subject, (*place, "subject")
            elif isinstance(auth, MtlsAuth):
                # One that an expression makes is compared as it is written.
                written = auth.subject_dn
                yield (
                    written if is_unresolved(written) else canonical_name(written),
                    subject,
                    (*place, "subject_dn"),
                )


def _issuers(declaration: Declaration) -> Iterator[_Named]:
    """Keycloak finds the issuer of a workload's token by its URL."""
    for name, issuer in declaration.workload_issuers.items():
        yield issuer.issuer, f"workload issuer '{name}'", ("workload_issuers", name, "issuer")


def _usernames(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """Who may log in by e-mail address must not meet somebody else's username."""
    emails = {
        person.email: (name, (*path, "people", name, "email"))
        for path, access in located(declaration)
        for name, person in access.people.items()
        if person.email is not None
    }
    for path, access in located(declaration):
        for name in access.people:
            owner, place = emails.get(name, (name, ()))
            if owner != name:
                yield Finding(
                    (*path, "people", name),
                    f"{realm}: person '{name}' has the e-mail address of person '{owner}' as username: rename it",
                    also=place,
                )

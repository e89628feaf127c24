"""Names: unique in the realm, not Keycloak's own, and distinct as Terraform variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.action_names import ActionNames
from constructs_lib.declaration.audiences import as_gateways_read
from constructs_lib.declaration.checks.places import Path, located, located_apis, team_of
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.declaration.realm_defaults import BUILT_IN_CLIENTS
from constructs_lib.declaration.renames import renames
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.declaration.secret_names import bind_credential_name, client_secret_name, initial_password_name
from constructs_lib.declaration.served_apis import ServedApis
from constructs_lib.declaration.token_settings import COMPATIBILITY_SCOPE, REALM_ROLES_SCOPE, TOKEN_SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = [
    "KEYCLOAK_CLIENTS",
    "SERVICE_ACCOUNT_PREFIX",
    "TAKEN_SCOPES",
    "declared_clients",
    "name_findings",
    "rotation_clients",
]

TAKEN_SCOPES = frozenset(
    {
        *("acr", "address", "basic", "email", "microprofile-jwt", "offline_access", "organization", "phone"),
        *("profile", "role_list", "roles", "saml_organization", "service_account", "web-origins"),
        *(TOKEN_SCOPE, COMPATIBILITY_SCOPE, REALM_ROLES_SCOPE),
    }
)
"""Client scopes that Keycloak makes in every realm, and ours."""
KEYCLOAK_CLIENTS = frozenset(
    {
        *BUILT_IN_CLIENTS,
        # Made where fine-grained permissions of administrators are turned on.
        "admin-permissions",
    }
)
"""Clients that Keycloak makes in a realm."""
SERVICE_ACCOUNT_PREFIX = "service-account-"
"""What the usernames of its service accounts begin with."""

_CONSTRUCTOR = "constructor"
# What is a construct with its name as its id: consumers and models are entries of tables.
_CONSTRUCTS = {"groups": "group", "applications": "application", "people": "person"}
_OF_REALM = {
    "apis": "API",
    "teams": "team",
    "federation": "directory",
    "identity_providers": "identity provider",
    "workload_issuers": "workload issuer",
}


def name_findings(declaration: Declaration) -> Iterator[Finding]:
    """A name stands once in the realm, whichever file declares it."""
    realm = f"realm '{declaration.realm.name}'"
    yield from _duplicates(realm, "client", declared_clients(declaration))
    yield from _rotations(realm, declaration)
    yield from _duplicates(realm, "person", _members(declaration, "people"))
    yield from _duplicates(realm, "group", _members(declaration, "groups"))
    yield from _duplicates(realm, "e-mail address", _addresses(declaration), "write another")
    yield from _reserved(realm, declaration)
    yield from _constructors(realm, declaration)
    yield from _access_roles(realm, declaration)
    yield from _variables(realm, declaration)


def declared_clients(declaration: Declaration) -> Iterator[tuple[str, Path]]:
    """Yield the clients that somebody declares by their name."""
    yield from ((api.client_id, (*path, "client_id")) for path, api in located_apis(declaration))
    yield from _members(declaration, "consumers")
    yield from _members(declaration, "applications")


def rotation_clients(declaration: Declaration) -> Iterator[tuple[str, Path]]:
    """Yield the second clients of consumers with a secret, in use or not: nobody else may stand in their way."""
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            yield from ((other, (*path, "consumers", name)) for other in consumer.rotation_ids(name))


def _rotations(realm: str, declaration: Declaration) -> Iterator[Finding]:
    kept = dict(rotation_clients(declaration))
    for name, path in declared_clients(declaration):
        if name in kept:
            owner = kept[name]
            yield Finding(
                path,
                f"{realm}: client '{name}' is kept for consumer '{owner[-1]}' of {team_of(owner)}, "
                "whose secret rotates to it: choose another name",
                also=owner,
            )


def _members(declaration: Declaration, kind: str) -> Iterator[tuple[str, Path]]:
    for path, access in located(declaration):
        for name in getattr(access, kind):
            yield name, (*path, kind, name)


def _addresses(declaration: Declaration) -> Iterator[tuple[str, Path]]:
    for path, access in located(declaration):
        for name, person in access.people.items():
            if person.email is not None:
                yield person.email, (*path, "people", name, "email")


def _duplicates(
    realm: str,
    label: str,
    named: Iterator[tuple[str, Path]],
    remedy: str = "rename one of the two",
    *,
    read: Callable[[str], str] = str,
) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for name, path in named:
        before = seen.setdefault(read(name), path)
        if before is not path:
            first, second = (f"{team_of(place)} as {'.'.join(map(str, place[-2:]))}" for place in (before, path))
            # Of two teams neither came first: their files are read in the order of the alphabet.
            both = before[:1] == path[:1] == ("teams",) and before[1] != path[1]
            said = f"declared by {first} and by {second}" if both else f"already declared by {first}"
            yield Finding(path, f"{realm}: {label} '{name}' is {said}: {remedy}", also=before)


def _reserved(realm: str, declaration: Declaration) -> Iterator[Finding]:
    for name, path in declared_clients(declaration):
        if KEYCLOAK_CLIENTS & {name, called := declaration.realm.in_realm(name)}:
            its = f"client '{name}'" if called == name else f"client '{name}' becomes '{called}' with the prefix, which"
            yield Finding(path, f"{realm}: {its} is Keycloak's own in every realm: choose another name")
    for name, path in _members(declaration, "people"):
        if name.startswith(SERVICE_ACCOUNT_PREFIX):
            yield Finding(
                path,
                f"{realm}: person '{name}': Keycloak names its service accounts '{SERVICE_ACCOUNT_PREFIX}…': "
                "choose another name",
            )
    yield from _audience(realm, declaration)
    for model in filter(is_every_model, declaration.models):
        yield Finding(
            ("models", model),
            f"{realm}: model '{model}' is what roles for '*' are called: choose another name",
        )


def _constructors(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """Every object of JavaScript has a `constructor`, which the CDK takes for another construct of that name."""
    named = [(label, path) for kind, label in _CONSTRUCTS.items() for _, path in _members(declaration, kind)]
    named += [(label, (kind, name)) for kind, label in _OF_REALM.items() for name in getattr(declaration, kind)]
    for label, path in named:
        if path[-1] == _CONSTRUCTOR:
            yield Finding(
                path, f"{realm}: {label} '{_CONSTRUCTOR}' is a word that the CDK keeps for itself: choose another name"
            )
    for rename in renames(declaration):
        if rename.kind in _CONSTRUCTS and rename.old == _CONSTRUCTOR:
            yield Finding(
                rename.path,
                f"{realm}: {rename.label} '{rename.new}': nothing was ever called '{_CONSTRUCTOR}', which the CDK "
                f"keeps for itself: remove {rename.key}",
            )


def _audience(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """Tokens of another client, its ID tokens too, and of another API must not be for it (RFC 8725 section 3.9)."""
    clients = [*declared_clients(declaration), *rotation_clients(declaration)]
    for path, api in located_apis(declaration):
        audience, place = api.effective_audience, (*path, "audience")
        if api.audience in KEYCLOAK_CLIENTS:
            yield Finding(
                place, f"{realm}: audience '{audience}' is Keycloak's own client: choose another, such as a URN"
            )
        if "://" in audience and f"/realms/{declaration.realm.name}/" in f"{audience}/":
            fault = f"{realm}: audience '{audience}' is a URL of the realm's own, which Keycloak's other tokens are for"
            yield Finding(place, f"{fault}: choose another, such as a URN")
        for name, where in clients:
            if name == audience != api.client_id:
                fault = f"{realm}: audience '{audience}' is another client: choose another, such as a URN"
                yield Finding(place, fault, also=where)
    named = ((api.audience, (*path, "audience")) for path, api in located_apis(declaration) if api.audience)
    yield from _duplicates(realm, "audience", named, "give each API its own", read=as_gateways_read)


def _access_roles(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """An access role is a client role, and the name of the client scope that gates it."""
    names = ActionNames(declaration)
    served = ServedApis(declaration, names)
    taken = {second_factor_role(factor) for factor in SECOND_FACTORS}
    taken |= {pair.key for pair in names.pairs} | {*served.wide_roles.values()}
    in_realm = declaration.realm.in_realm
    scopes = {*TAKEN_SCOPES, *map(in_realm, (TOKEN_SCOPE, COMPATIBILITY_SCOPE, REALM_ROLES_SCOPE))}
    for path, api in located_apis(declaration):
        role = api.access_role
        is_scope = bool(scopes & {role, in_realm(role)})
        if is_scope or role in taken:
            what = "a client scope's name" if is_scope else "the name of a role"
            yield Finding(
                (*path, "access_role"), f"{realm}: access role '{role}' is {what} already: choose another name"
            )
    named = ((in_realm(api.access_role), (*path, "access_role")) for path, api in located_apis(declaration))
    yield from _duplicates(realm, "access role", named, "give each API its own")


def _variables(realm: str, declaration: Declaration) -> Iterator[Finding]:
    """Two declared names may differ and yet give one Terraform variable (`a-b` and `a_b`)."""
    named = [(client_secret_name(name), name, path) for name, path in declared_clients(declaration)]
    named += [
        (initial_password_name(name), name, (*path, "people", name))
        for path, access in located(declaration)
        for name, person in access.people.items()
        if not (person.invite or declaration.realm.is_joined)
    ]
    # An identity provider may have the name of a client: its secret is another one all the same.
    named += [
        (client_secret_name(alias), f"identity provider {alias}", ("identity_providers", alias))
        for alias in declaration.identity_providers
    ]
    named += [(bind_credential_name(name), name, ("federation", name)) for name in declaration.federation]
    seen = {client_secret_name(name): (name, path) for name, path in rotation_clients(declaration)}
    for variable, name, path in named:
        first, place = seen.setdefault(variable, (name, path))
        if first != name:
            yield Finding(
                path,
                f"{realm}: '{name}' and '{first}' have the same Terraform variable '{variable}': rename one of the two",
                also=place,
            )

"""A realm that somebody else owns: what is declared fits into it, and decides about nothing of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import declared_clients, rotation_clients
from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import AccessProps, Declaration, PersonProps

__all__ = ["joined_realm_findings"]

_ACCOUNT = ("email", "first_name", "last_name")

# Keys that are about our own clients, and scopes.
_OURS = frozenset(
    {
        *("name", "owner", "prefix", "ssl_required", "signature_algorithm", "lifespans", "scopes_in_discovery"),
        "compatibility",
    }
)
# What the others decide about everybody in it.
_OF_OWNER = {
    "attributes": "attributes are those of the whole realm",
    "brute_force": "the lockout after wrong passwords is the same for everybody",
    "client_registration": "who registers in it is its owner's to say",
    "client_policies": "client policies hold for the clients of others too",
    "display_name": "the login page is everybody's",
    "enabled": "to disable the realm would lock everybody out: set api.enabled to false for our API alone",
    "event_retention": "events are recorded for the whole realm",
    "login": "the login page is everybody's",
    "password_policy": "passwords are everybody's",
    "smtp": "mail is sent for the whole realm",
}
_LIFESPANS_OF_OWNER = {
    "access_code": "the lifespan of codes is the same for all clients",
    "invitation": "accounts are the owner's, who invites people",
    "offline_end": "whether offline sessions end is the same for all clients",
}
_SOURCES = {
    "federation": ("directory", "a directory would bring its people into a realm that is not ours"),
    "identity_providers": ("identity provider", "it would be on everybody's login page"),
    "workload_issuers": (
        "workload issuer",
        "it is an identity provider of the whole realm: let its consumers use private_key_jwt or mtls",
    ),
}
_ADVICE = "remove it, and ask the realm's owner for it (docs/how-to/join-a-realm.md)"


def joined_realm_findings(declaration: Declaration) -> Iterator[Finding]:
    """What decides about a realm as a whole is its owner's; what is ours needs no account and no login of our own."""
    realm = f"realm '{declaration.realm.name}'"
    if not declaration.realm.is_joined:
        yield from _of_own_realm(declaration)
        return
    for key in sorted(declaration.realm.model_fields_set - _OURS):
        why = _OF_OWNER.get(key, "it holds for everybody in the realm")
        yield Finding(("realm", key), f"{realm} has its owner elsewhere: realm.{key}: {why}: {_ADVICE}")
    for key in sorted(declaration.realm.lifespans.model_fields_set & _LIFESPANS_OF_OWNER.keys()):
        yield Finding(
            ("realm", "lifespans", key),
            f"{realm} has its owner elsewhere: realm.lifespans.{key}: {_LIFESPANS_OF_OWNER[key]}: {_ADVICE}",
        )
    for field, (label, why) in _SOURCES.items():
        for name in getattr(declaration, field):
            yield Finding((field, name), f"{realm} has its owner elsewhere: {label} '{name}': {why}: {_ADVICE}")
    for path, access in located(declaration):
        yield from _of_logins(realm, path, access)
        for username, person in access.people.items():
            yield from _of_account(f"{realm}, person '{username}'", (*path, "people", username), person)
    yield from _one_name_twice(declaration, realm)


def _of_own_realm(declaration: Declaration) -> Iterator[Finding]:
    if declaration.realm.prefix is not None:
        yield Finding(
            ("realm", "prefix"),
            f"realm '{declaration.realm.name}': a prefix keeps names apart in a realm of others: remove it, or set "
            "owner to elsewhere",
        )
    for path, access in located(declaration):
        for username, person in access.people.items():
            for key in _ACCOUNT:
                if getattr(person, key) is None:
                    yield Finding((*path, "people", username), f"key 'people.{username}.{key}' is required: add it")


def _of_logins(realm: str, path: Path, access: AccessProps) -> Iterator[Finding]:
    for group in access.second_factor:
        yield Finding(
            (*path, "second_factor", group),
            f"{realm} has its owner elsewhere: second factor of group '{group}': what a login asks for is the realm's "
            f"to say: {_ADVICE}",
        )


def _of_account(subject: str, path: Path, person: PersonProps) -> Iterator[Finding]:
    kept = {"groups", "grants", "every_model"}
    for key in sorted(person.model_fields_set - kept):
        if key == "renamed_from":
            advice = "rename the key alone: accounts are renamed by the realm's owner"
        else:
            advice = "remove it: groups, grants and every_model are what an account of others gets from us"
        yield Finding((*path, key), f"{subject} has an account that is the realm owner's: {key} is not ours: {advice}")
    if not (person.groups or person.grants or person.every_model):
        yield Finding(path, f"{subject}: nothing is given to it: add groups or grants, or remove it")


def _one_name_twice(declaration: Declaration, realm: str) -> Iterator[Finding]:
    """A name that begins with the prefix stays as it is, and may meet one that gets it."""
    seen: dict[str, tuple[str, Path]] = {}
    kept = {declaration.realm.in_realm(name): (name, place) for name, place in rotation_clients(declaration)}
    for name, place in declared_clients(declaration):
        first, other = kept.get(declaration.realm.in_realm(name), (name, place))
        if first != name:  # else said of all realms
            yield Finding(
                place,
                f"{realm}: client '{declaration.realm.in_realm(name)}' is kept for consumer '{other[-1]}' of "
                f"{team_of(other)}, whose secret rotates to it: choose another name",
                also=other,
            )
        first, other = seen.setdefault(declaration.realm.in_realm(name), (name, place))
        if first != name:
            yield Finding(
                place,
                f"{realm}: '{name}' and '{first}' are one client '{declaration.realm.in_realm(name)}' with the "
                "prefix: rename one of the two",
                also=other,
            )

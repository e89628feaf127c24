"""The realm's own settings: name, mail and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.url_values import BaseUrl
from constructs_lib.declaration.props.values import duration_seconds, is_unresolved
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, RealmProps

__all__ = ["realm_findings"]

_ADMINISTRATION = "master"
_FRONT_END = "frontendUrl"
# Who holds one of these administers Keycloak, or logs in otherwise.
_NOT_IN_TOKENS = frozenset({"admin", "create-realm", BROKERED_ROLE, *map(second_factor_role, SECOND_FACTORS)})
_BASE_URL: TypeAdapter[str] = TypeAdapter(BaseUrl)


def realm_findings(declaration: Declaration) -> Iterator[Finding]:
    """The realm is ours alone; mail needs a server, and terms accounts that can be written."""
    name = declaration.realm.name
    if name.lower() == _ADMINISTRATION:  # some databases of Keycloak do not tell upper from lower case
        yield Finding(
            ("realm", "name"),
            f"realm '{name}': Keycloak's administrators log in there, and its clients manage every realm: "
            "choose another name",
        )
    yield from _realm_access(declaration.realm)
    if declaration.realm.is_joined:
        return  # the rest is its owner's
    yield from _front_end(declaration.realm)
    yield from _lockout(declaration.realm)
    yield from _mail(declaration.realm)
    yield from _invitations(declaration)
    yield from _claimed_addresses(declaration)
    yield from _terms(declaration)


def _front_end(realm: RealmProps) -> Iterator[Finding]:
    """Keycloak passes over what is no URL, and issuers begin with another one than is declared."""
    url = realm.attributes.get(_FRONT_END)
    if url is None or is_unresolved(url):
        return
    subject, path = f"realm '{realm.name}': {_FRONT_END}", ("realm", "attributes", _FRONT_END)
    try:
        _BASE_URL.validate_python(url)
    except ValidationError as error:
        yield Finding(path, f"{subject}: {error.errors()[0]['ctx']['error']}")
    else:
        if realm.ssl_required == "all" and url.startswith("http://"):
            yield Finding(path, f"{subject} must use https, got '{url}'")


def _lockout(realm: RealmProps) -> Iterator[Finding]:
    wait, most = realm.brute_force.wait, realm.brute_force.max_wait
    if not (is_unresolved(wait) or is_unresolved(most)) and duration_seconds(wait) > duration_seconds(most):
        yield Finding(
            ("realm", "brute_force", "wait"),
            f"realm '{realm.name}': brute_force.wait must not exceed brute_force.max_wait ({most}), got '{wait}'",
        )


def _mail(realm: RealmProps) -> Iterator[Finding]:
    for field in ("verify_email", "reset_password"):
        if getattr(realm.login, field) and realm.smtp is None:
            yield Finding(
                ("realm", "login", field),
                f"realm '{realm.name}': login.{field} sends mail: add smtp (host, sender), or set it to false",
            )


def _invitations(declaration: Declaration) -> Iterator[Finding]:
    if declaration.realm.smtp is not None:
        return
    for path, access in located(declaration):
        for username, person in access.people.items():
            if person.invite:
                yield Finding(
                    (*path, "people", username, "invite"),
                    f"realm '{declaration.realm.name}', person '{username}': an invitation is a mail: "
                    "add realm.smtp (host, sender), or set invite to false",
                )


def _claimed_addresses(declaration: Declaration) -> Iterator[Finding]:
    """Where there is mail people prove their address: a team does not say whose it is."""
    if declaration.realm.smtp is None:
        return
    for team, access in declaration.teams.items():
        for username, person in access.people.items():
            if person.email_verified:
                yield Finding(
                    ("teams", team, "people", username, "email_verified"),
                    f"realm '{declaration.realm.name}', person '{username}': whose address it is a mail shows, not a "
                    "team's file: remove email_verified",
                )


def _realm_access(realm: RealmProps) -> Iterator[Finding]:
    """Roles that decide how somebody logs in, or that stand for all that everybody has, are none that services read."""
    everybodys = f"default-roles-{realm.name}"
    for index, role in enumerate(realm.compatibility.realm_access):
        if role in _NOT_IN_TOKENS or role.lower() == everybodys.lower():
            yield Finding(
                ("realm", "compatibility", "realm_access", index),
                f"realm '{realm.name}': role '{role}' has no place in tokens: name the roles that services read",
            )


def _terms(declaration: Declaration) -> Iterator[Finding]:
    """Keycloak notes at the account that its owner accepted; for a read-only one it answers 500."""
    if not declaration.realm.login.terms:
        return
    for name, directory in declaration.federation.items():
        if directory.edit_mode == "read_only":
            yield Finding(
                ("realm", "login", "terms"),
                f"realm '{declaration.realm.name}', federation '{name}': people of a read-only directory cannot accept "
                "terms, and could not log in: set login.terms to false",
            )

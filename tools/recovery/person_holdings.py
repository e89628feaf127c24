"""What an account holds, and whether the declaration gives it that: a person's, or the service account of a client."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.audit.canonical import as_text, setting_text
from tools.audit.facts import Kind, holder_of_person, holder_of_service_account
from tools.recovery.held import Held, attributes, granted, memberships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.recovery.declared_holdings import DeclaredHoldings
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import Entry, RealmObjects

__all__ = ["person_holdings", "service_account_holdings"]

# The provider sets a first password right after it created the account, in the same call of Terraform's.
_SAME_CALL_MS = 120_000
# A declared password that nobody has to change says nothing of whether it is in use; what a run left is not older.
_RECENT_MS = 24 * 60 * 60 * 1000
_UPDATE_PASSWORD = "UPDATE_PASSWORD"  # noqa: S105 - a required action
# What says who it is, what Keycloak works out, and what is compared by itself, one by one.
_COMPARED = frozenset(
    {
        *("id", "self", "username", "createdTimestamp", "access", "totp", "disableableCredentialTypes"),
        *("email", "emailVerified", "enabled", "requiredActions", "attributes", "userProfileMetadata"),
        *("federationLink", "serviceAccountClientId", "federatedIdentities", "credentials", "clientConsents"),
        # An apply sets these, and they open nothing.
        *("firstName", "lastName"),
    }
)


def person_holdings(realm: RealmObjects, planned: Planned, id: str, declared: DeclaredHoldings) -> Iterator[Held]:
    """Yield what a person's account holds.

    Args:
        realm: The realm.
        planned: What the account's resource declares.
        id: The account's id.
        declared: What may be there.
    """
    at = _path(id)
    user = realm.read(at) or {}
    holder = holder_of_person(user.get("username", "?"))
    if str(user.get("email") or "").lower() != planned.text("email").lower():
        yield Held("an e-mail address other than the declared one")
    if user.get("emailVerified") and planned.arguments.get("email_verified") is not True:
        yield Held("an e-mail address that counts as verified")
    if bool(user.get("enabled")) is not (planned.arguments.get("enabled") is not False):
        yield Held("another state than declared: enabled" if user.get("enabled") else "an account that is disabled")
    if user.get("serviceAccountClientId"):
        yield Held("the service account of a client")
    if user.get("federationLink"):
        yield Held("a link to a directory")
    yield from (Held(f"the setting {name}") for name in _settings(user))
    yield from _required_actions(realm, user, planned)
    for credential in realm.read(f"{at}/credentials") or ():
        ours = credential["type"] == "password" and _is_first(credential, user, planned)
        yield Held("its first password", is_declared=True) if ours else Held(f"a credential ({credential['type']})")
    yield from _use(realm, at)
    yield from attributes(user, planned)
    yield from granted(realm, at, declared, Kind.PERSON_ROLE, holder)
    yield from memberships(realm, at, declared, holder)


def service_account_holdings(
    realm: RealmObjects, client_id: str, id: str, declared: DeclaredHoldings
) -> Iterator[Held]:
    """Yield what the service account of a client holds.

    Args:
        realm: The realm.
        client_id: The client's `client_id`.
        id: The account's id.
        declared: What may be there.
    """
    at, holder = _path(id), holder_of_service_account(client_id)
    account = realm.read(at) or {}
    for name in account.get("attributes") or ():
        yield Held(f"attribute {name} of its service account")
    for credential in realm.read(f"{at}/credentials") or ():
        yield Held(f"a credential ({credential['type']}) of its service account")
    yield from _use(realm, at)
    yield from granted(realm, at, declared, Kind.ACCOUNT_ROLE, holder)
    yield from memberships(realm, at, declared, holder)


def _path(id: str) -> str:
    return f"users/{quote(id, safe='')}"


def _use(realm: RealmObjects, at: str) -> Iterator[Held]:
    """Yield signs of somebody who uses an account, or has prepared it for that."""
    for link in realm.read(f"{at}/federated-identity") or ():
        yield Held(f"a login by identity provider '{link['identityProvider']}'")
    if realm.read(f"{at}/sessions"):
        yield Held("sessions")
    for consent in realm.read(f"{at}/consents") or ():  # offline sessions are among them
        kind = "an offline session" if consent.get("additionalGrants") else "a consent"
        yield Held(f"{kind} at client '{consent.get('clientId', '?')}'")


def _settings(user: Entry) -> Iterator[str]:
    """Yield what else is set, whatever a later Keycloak may add."""
    for name, value in user.items():
        if name not in _COMPARED and setting_text(value) not in ("", "0"):
            yield name


def _required_actions(realm: RealmObjects, user: Entry, planned: Planned) -> Iterator[Held]:
    """Yield actions that are asked of the account and not declared, and those that it lacks: an apply adds none."""
    listed = planned.arguments.get("required_actions")
    wanted = {str(each) for each in listed} if isinstance(listed, list | tuple) else set()
    there = {str(each) for each in user.get("requiredActions") or ()}
    of_everybody = {
        str(each["alias"]) for each in realm.read("authentication/required-actions") or () if each.get("defaultAction")
    }
    may = wanted | of_everybody | ({_UPDATE_PASSWORD} if _first_password(planned) else set())
    yield from (Held(f"the required action {name}") for name in sorted(there - may))
    yield from (Held(f"no required action {name}") for name in sorted(wanted - there))


def _first_password(planned: Planned) -> Entry | None:
    found = planned.arguments.get("initial_password")
    block = found[0] if isinstance(found, list | tuple) and found else found
    return block if isinstance(block, dict) else None


def _is_first(credential: Entry, user: Entry, planned: Planned) -> bool:
    """Whether a password is one that nobody has used, of an account that can be made anew with the declared one.

    When it was set proves little, since whoever made the account chose the moment: so no such password is kept.
    """
    first = _first_password(planned)
    created, made = credential.get("createdDate"), user.get("createdTimestamp")
    if first is None or not isinstance(created, int) or not isinstance(made, int):
        return False
    if not 0 <= created - made <= _SAME_CALL_MS:
        return False
    if as_text(first.get("temporary")) == "true":
        return _UPDATE_PASSWORD in (user.get("requiredActions") or ())  # it goes with the first login
    return time.time() * 1000 - made <= _RECENT_MS

"""How principals prove who they are, in words: no secret, and no address unless it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.certificates import certificate_end
from constructs_lib.declaration.props.consumer import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth, SecretAuth
from tools.access.report.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ConsumerProps, Declaration, PersonProps

__all__ = ["credentials"]

_FACTORS = {"otp": "a one-time code", "passkey": "a passkey"}


def credentials(declaration: Declaration, principal: Principal, *, people: bool) -> tuple[Fact, ...]:
    """Return what somebody shows to get a token.

    Args:
        declaration: What is declared.
        principal: Somebody of it.
        people: People's names and e-mail addresses are among it.
    """
    return tuple(_facts(declaration, principal, people=people))


def _facts(declaration: Declaration, principal: Principal, *, people: bool) -> Iterator[Fact]:
    access = declaration.accesses()[principal.team]
    match principal.kind:
        case "consumer":
            yield from _of_consumer(declaration, principal.name, access.consumers[principal.name])
        case "person":
            person = access.people[principal.name]
            yield from _of_person(person, people=people, joined=declaration.realm.is_joined)
            if not declaration.realm.is_joined:  # what its login asks for, its owner knows
                yield from _second_factor(declaration, person.groups)
        case "directory":
            directory = declaration.federation[principal.source]
            yield Fact("Login", f"their password of directory {principal.source}, {directory.url}")
            yield from _second_factor(declaration, (principal.group,))
        case "claim":
            provider = declaration.identity_providers[principal.source]
            where = getattr(provider, "issuer", "")
            kind = f"{provider.type}, {where}" if where else provider.type
            yield Fact("Login", f"at identity provider {principal.source} ({kind})")
            yield from _second_factor(declaration, (principal.group,))
        case _:
            yield Fact("Login", "whatever lets those in whom something else puts into the group", warns=True)
            yield from _second_factor(declaration, (principal.group,))


def _of_consumer(declaration: Declaration, name: str, consumer: ConsumerProps) -> Iterator[Fact]:
    match consumer.auth:
        case SecretAuth():
            yield Fact("Credential", "a shared secret: whoever has it is this consumer", warns=True)
            clients = consumer.client_ids(name)
            if len(clients) > 1:
                yield Fact("Rotation", f"two secrets work: those of {' and '.join(clients)}", warns=True)
        case PrivateKeyJwtAuth() as auth:
            yield Fact("Credential", f"assertions signed with its own key ({auth.algorithm}): {_key(auth)}")
        case FederatedAuth() as auth:
            issuer = declaration.workload_issuers[auth.issuer]
            yield Fact("Credential", f"none of its own: a token of issuer {auth.issuer}, {issuer.issuer}")
            yield Fact("Subject", auth.subject)
        case MtlsAuth() as auth:
            yield Fact("Credential", f"a TLS client certificate of {auth.subject_dn}")
    bound = {"mtls": "its TLS certificate", "dpop": "a key that it proves to have (DPoP)"}
    if consumer.bindings:
        yield Fact("Tokens", f"bound to {' and '.join(bound[each] for each in consumer.bindings)}")
    else:
        yield Fact("Tokens", "bound to nothing: who finds one can use it until it ends")


def _key(auth: PrivateKeyJwtAuth) -> str:
    if auth.jwks_url:
        return f"published at {auth.jwks_url}"
    if auth.certificate:
        return f"that of a certificate, which ends on {certificate_end(auth.certificate)}"
    return "its public key is in the file"


def _of_person(person: PersonProps, *, people: bool, joined: bool) -> Iterator[Fact]:
    if joined:
        yield Fact("Login", "an account of the realm's owner, who decides what its login asks for")
        return
    if people:
        yield Fact("Name", f"{person.first_name} {person.last_name}")
        proven = "" if person.email_verified else ", not proven yet"
        yield Fact("E-mail", f"{person.email}{proven}")
    if person.invite:
        yield Fact("Login", "a password that the person sets by the link in a mail")
    elif person.temporary_password:
        yield Fact("Login", "a password, which the person changes at the first login")
    else:
        yield Fact("Login", "a password, which the person need not change", warns=True)


def _second_factor(declaration: Declaration, groups: tuple[str, ...]) -> Iterator[Fact]:
    factors = {
        group: factor for access in declaration.accesses().values() for group, factor in access.second_factor.items()
    }
    asked = [f"{_FACTORS[factors[group]]}, as group {group} asks" for group in groups if group in factors]
    yield Fact("Second factor", "; ".join(asked) or "none that is asked for here", warns=not asked)

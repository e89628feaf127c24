"""How long somebody's tokens and sessions live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.access.report.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ApplicationProps, Declaration, LifespanProps

__all__ = ["lifespans"]


def lifespans(declaration: Declaration, principal: Principal) -> tuple[Fact, ...]:
    """Return how long what somebody gets is valid: machines have tokens alone, people a session at each application.

    Args:
        declaration: What is declared.
        principal: Somebody of it.
    """
    realm = declaration.realm.lifespans
    if principal.is_machine:
        own = declaration.accesses()[principal.team].consumers[principal.name].access_token_lifespan
        return (Fact("Access token", own or f"{realm.access_token}, as the realm's"),)
    return tuple(_of_people(declaration, realm))


def _of_people(declaration: Declaration, realm: LifespanProps) -> Iterator[Fact]:
    for api in declaration.every_api.values():
        if api.lets_people_in:
            own = api.lifespans
            yield Fact(api.client_id, _sentence(realm, own.access_token, own.session_idle, own.session_max))
    for access in declaration.accesses().values():
        yield from (Fact(name, _of_application(realm, props)) for name, props in access.applications.items())


def _of_application(realm: LifespanProps, application: ApplicationProps) -> str:
    own = application.lifespans
    text = _sentence(realm, own.access_token, own.session_idle, own.session_max)
    if not application.offline_access:
        return text
    idle, longest = own.offline_idle or realm.offline_idle, own.offline_max or realm.offline_max
    return f"{text}; offline session {idle} unused, {longest} at the most"


def _sentence(realm: LifespanProps, token: str | None, idle: str | None, longest: str | None) -> str:
    return (
        f"access token {token or realm.access_token}; session {idle or realm.session_idle} unused, "
        f"{longest or realm.session_max} at the most"
    )

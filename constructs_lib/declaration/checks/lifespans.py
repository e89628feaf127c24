"""Lifespans: a code's is short, a token's shorter than its session's, a client's no longer than the realm's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located, located_apis
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import ApplicationProps, Declaration, LifespanProps

__all__ = ["lifespan_findings"]

_ORDER = (("access_token", "session_idle"), ("session_idle", "session_max"), ("offline_idle", "offline_max"))
_LONGEST_CODE = "1m"

Lifespans = dict[str, str]


def lifespan_findings(declaration: Declaration) -> Iterator[Finding]:
    """ASVS 10.4.3 bounds codes; access < refresh < session; and nothing outlives what the realm allows."""
    realm = f"realm '{declaration.realm.name}'"
    spans = declaration.realm.lifespans
    place: Path = ("realm", "lifespans")
    if _exceeds(spans.access_code, _LONGEST_CODE):
        yield Finding(
            (*place, "access_code"),
            f"{realm}: lifespans.access_code must not exceed {_LONGEST_CODE} (ASVS 10.4.3), got '{spans.access_code}'",
        )
    yield from _order(realm, place, dict(spans), {})
    for path, api in located_apis(declaration):
        subject = f"{realm}, client '{api.client_id}'"
        yield from _client(subject, (*path, "lifespans"), _given(dict(api.lifespans)), spans)
    for path, access in located(declaration):
        for name, application in access.applications.items():
            subject = f"{realm}, application '{name}'"
            place = (*path, "applications", name, "lifespans")
            yield from _offline(subject, place, application)
            yield from _client(subject, place, _given(dict(application.lifespans)), spans)
        for name, consumer in access.consumers.items():
            own = consumer.access_token_lifespan
            if own is not None and _exceeds(own, spans.access_token):
                yield Finding(
                    (*path, "consumers", name, "access_token_lifespan"),
                    f"{realm}, consumer '{name}': access_token_lifespan must not exceed the realm's "
                    f"lifespans.access_token ({spans.access_token}), got '{own}'",
                )


def _client(subject: str, place: Path, own: Lifespans, realm: LifespanProps) -> Iterator[Finding]:
    for name, value in own.items():
        limit = getattr(realm, name)
        if _exceeds(value, limit):
            yield Finding(
                (*place, name), f"{subject}: lifespans.{name} must not exceed the realm's ({limit}), got '{value}'"
            )
    yield from _order(subject, place, own, dict(realm))


def _order(subject: str, place: Path, own: Lifespans, inherited: Mapping[str, str]) -> Iterator[Finding]:
    """Compare what is declared here with what it stands beside, declared here or inherited."""
    for shorter, longer in _ORDER:
        low, high = own.get(shorter), own.get(longer)
        if low is not None and _reaches(low, high or inherited[longer]):
            limit = f"lifespans.{longer} ({high})" if high else f"the realm's lifespans.{longer} ({inherited[longer]})"
            yield Finding(
                (*place, shorter), f"{subject}: lifespans.{shorter} must be shorter than {limit}, got '{low}'"
            )
        elif low is None and high is not None and _reaches(inherited[shorter], high):
            yield Finding(
                (*place, longer),
                f"{subject}: lifespans.{longer} must be longer than the realm's lifespans.{shorter} "
                f"({inherited[shorter]}), got '{high}': set lifespans.{shorter} too",
            )


def _offline(subject: str, place: Path, application: ApplicationProps) -> Iterator[Finding]:
    if application.offline_access:
        return
    for name in _given(dict(application.lifespans)):
        if name.startswith("offline_"):
            yield Finding(
                (*place, name),
                f"{subject}: lifespans.{name} is for offline sessions, which it may not ask for: "
                "set offline_access to true, or remove it",
            )


def _given(lifespans: Mapping[str, str | None]) -> Lifespans:
    return {name: value for name, value in lifespans.items() if value is not None}


def _exceeds(value: str, limit: str) -> bool:
    return _known(value, limit) and duration_seconds(value) > duration_seconds(limit)


def _reaches(value: str, limit: str) -> bool:
    return _known(value, limit) and duration_seconds(value) >= duration_seconds(limit)


def _known(*values: str) -> bool:
    return not any(is_unresolved(value) for value in values)

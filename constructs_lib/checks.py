"""Rules that look at more than one field of a declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_lib.declaration_error import DeclarationError, Finding
from constructs_lib.props.values import duration_seconds, is_unresolved
from constructs_lib.secret_names import client_secret_name, initial_password_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.props import ApiProps, PersonProps, RealmProps

__all__ = ["check_declaration"]


def check_declaration(realm: RealmProps, api: ApiProps, people: Mapping[str, PersonProps]) -> None:
    """Check what one declaration says as a whole.

    Raises:
        DeclarationError: With every finding, not just the first.
    """
    findings = [
        *_insecure_urls(realm, api),
        *_flows(realm, api),
        *_mail(realm),
        *_lifespans(realm),
        *_variable_names(realm, api, people),
    ]
    if findings:
        raise DeclarationError(findings)


def _insecure_urls(realm: RealmProps, api: ApiProps) -> Iterator[Finding]:
    """RFC 9700 section 4.1.3 and ASVS 10.4.1: a realm that requires TLS has no http URL."""
    subject = f"realm '{realm.name}', client '{api.client_id}'"
    if realm.ssl_required != "all":
        return
    single = {"base URL": ("base_url", api.base_url), "admin URL": ("admin_url", api.admin_url)}
    for label, (field, url) in single.items():
        if url and _is_http(url):
            yield Finding(("api", field), f"{subject}: {label} must use https, got '{url}'")
    several = {"redirect URI": ("redirect_uris", api.redirect_uris), "web origin": ("web_origins", api.web_origins)}
    for label, (field, urls) in several.items():
        for index, url in enumerate(urls):
            if _is_http(url):
                yield Finding(("api", field, index), f"{subject}: {label} must use https, got '{url}'")


def _is_http(url: str) -> bool:
    return not is_unresolved(url) and urlsplit(url).scheme == "http"


def _flows(realm: RealmProps, api: ApiProps) -> Iterator[Finding]:
    subject = f"realm '{realm.name}', client '{api.client_id}'"
    if api.standard_flow and not api.redirect_uris:
        yield Finding(
            ("api", "standard_flow"),
            f"{subject}: the authorization code flow needs a redirect URI: "
            "add redirect_uris, or set standard_flow to false",
        )
    for index, origin in enumerate(api.web_origins):
        if origin in {"+", "*"} or is_unresolved(origin):
            continue
        parts = urlsplit(origin)
        if not (parts.scheme and parts.netloc) or parts.path or parts.query:
            yield Finding(
                ("api", "web_origins", index),
                f"{subject}: a web origin is scheme, host and port, such as 'https://ui.example.com', got '{origin}'",
            )


def _mail(realm: RealmProps) -> Iterator[Finding]:
    for field in ("verify_email", "reset_password"):
        if getattr(realm.login, field) and realm.smtp is None:
            yield Finding(
                ("realm", "login", field),
                f"realm '{realm.name}': login.{field} sends mail: add smtp (host, sender), or set it to false",
            )


def _lifespans(realm: RealmProps) -> Iterator[Finding]:
    spans = realm.lifespans
    ordered = (
        ("access_token", "session_idle"),
        ("session_idle", "session_max"),
        ("offline_idle", "offline_max"),
    )
    for shorter, longer in ordered:
        low, high = getattr(spans, shorter), getattr(spans, longer)
        if is_unresolved(low) or is_unresolved(high):
            continue
        if duration_seconds(low) > duration_seconds(high):
            yield Finding(
                ("realm", "lifespans", shorter),
                f"realm '{realm.name}': lifespans.{shorter} must not exceed lifespans.{longer} ({high}), got '{low}'",
            )


def _variable_names(realm: RealmProps, api: ApiProps, people: Mapping[str, PersonProps]) -> Iterator[Finding]:
    """Two declared names may differ and yet give one Terraform variable (`a-b` and `a_b`)."""
    seen = {client_secret_name(api.client_id): api.client_id}
    for username in people:
        variable = initial_password_name(username)
        if variable in seen:
            yield Finding(
                ("people", username),
                f"realm '{realm.name}', person '{username}': '{seen[variable]}' has the same "
                f"Terraform variable '{variable}': rename one of the two",
            )
        seen[variable] = username

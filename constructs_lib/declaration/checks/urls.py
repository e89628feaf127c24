"""URLs: https where the realm requires TLS, and usable."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_lib.declaration.checks.places import located, located_apis
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.loopback import is_loopback, is_loopback_address
from constructs_lib.declaration.props import ApplicationProps, PrivateKeyJwtAuth
from constructs_lib.declaration.props.url_values import APP_URL
from constructs_lib.declaration.props.values import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration, Props

__all__ = ["url_findings"]

_PORTS = {"http": 80, "https": 443}
_LABELS = {
    "base_url": "base URL",
    "admin_url": "admin URL",
    "redirect_uris": "redirect URI",
    "web_origins": "web origin",
    "post_logout_redirect_uris": "post-logout redirect URI",
    "issuer": "issuer",
    "jwks_url": "JWKS URL",
    "authorization_url": "authorization URL",
    "token_url": "token URL",
    "user_info_url": "user info URL",
    "logout_url": "logout URL",
    "single_sign_on_url": "single sign-on URL",
    "single_logout_url": "single logout URL",
}


def url_findings(declaration: Declaration) -> Iterator[Finding]:
    """RFC 9700 section 4.1.3 and ASVS 10.4.1: a realm that requires TLS has no http URL."""
    realm = f"realm '{declaration.realm.name}'"
    tls = declaration.realm.ssl_required == "all"
    for path, api in located_apis(declaration):
        subject = f"{realm}, client '{api.client_id}'"
        if api.standard_flow and not api.redirect_uris:
            yield Finding(
                (*path, "standard_flow"),
                f"{subject}: the authorization code flow needs a redirect URI: "
                "add redirect_uris, or set standard_flow to false",
            )
        yield from _urls(path, subject, api, tls=tls)
    for path, access in located(declaration):
        for name, application in access.applications.items():
            subject = f"{realm}, application '{name}'"
            yield from _urls((*path, "applications", name), subject, application, tls=tls)
        for name, consumer in access.consumers.items():
            if isinstance(consumer.auth, PrivateKeyJwtAuth):
                yield from _urls(
                    (*path, "consumers", name, "auth"), f"{realm}, consumer '{name}'", consumer.auth, tls=tls
                )
    for name, issuer in declaration.workload_issuers.items():
        yield from _urls(("workload_issuers", name), f"{realm}, workload issuer '{name}'", issuer, tls=tls)
    for name, provider in declaration.identity_providers.items():
        yield from _urls(("identity_providers", name), f"{realm}, identity provider '{name}'", provider, tls=tls)


def _urls(path: Path, subject: str, props: Props, *, tls: bool) -> Iterator[Finding]:
    # RFC 8252 section 7.3: what listens on a person's own machine has no certificate, and nothing leaves the machine.
    on_device = isinstance(props, ApplicationProps) and props.type == "public"
    for field, label in _LABELS.items():
        value: str | tuple[str, ...] | None = getattr(props, field, None)
        urls = value if isinstance(value, tuple) else (value,)
        for index, url in enumerate(urls):
            place = (*path, field, index) if isinstance(value, tuple) else (*path, field)
            if url is None or url in {"+", "*"} or is_unresolved(url):
                continue
            # Whoever answers for a key's URL is who the key belongs to: http only where no network lies between.
            of_keys = field == "jwks_url" and not is_loopback(url)
            if (tls or of_keys) and url.startswith("http://") and not (on_device and is_loopback_address(url)):
                # The guardrail KC-REDIRECT-HTTP advises the same.
                advice = (
                    ": write http://127.0.0.1 for the person's own machine" if on_device and is_loopback(url) else ""
                )
                yield Finding(place, f"{subject}: {label} must use https, got '{url}'{advice}")
            elif not on_device and APP_URL.fullmatch(url):
                # RFC 8252 section 8.5: what keeps a secret runs on a server, and any app may take another's scheme.
                yield Finding(
                    place, f"{subject}: {label} must use https, got '{url}': only type: public has an app's own scheme"
                )
            elif field == "web_origins" and (origin := _origin(url)) != url:
                advice = f": write '{origin}'" if origin else ""
                yield Finding(
                    place,
                    f"{subject}: a web origin is scheme, host and port, such as 'https://ui.example.com', "
                    f"got '{url}'{advice}",
                )


def _origin(url: str) -> str | None:
    """Return what a browser sends as `Origin` from there (RFC 6454 section 6.2); None where nothing would be sent."""
    try:
        parts = urlsplit(url)
        if not parts.scheme or not parts.hostname or parts.port == 0 or set("@\\*%") & set(parts.netloc):
            return None
    except ValueError:  # http://[a, http://a℀b, https://a:99999
        return None
    implied = f":{_PORTS.get(parts.scheme)}"
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(implied)}"

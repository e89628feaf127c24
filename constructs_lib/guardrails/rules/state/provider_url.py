"""KC-PROVIDER-URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.provider_sources import keycloak_names
from constructs_lib.guardrails.terraform.readings import settled
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ProviderUrl"]

# Credentials go to the first for a token, and the token to the second, where it is set (provider 5.x).
_URLS = ("url", "admin_url")
# What the provider puts behind a url as it is: anything else may go on in the host's name, or make a user name of it.
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._~-]+)+/?")


class ProviderUrl(Rule):
    """The administrator's credentials go to the environment's own server."""

    id = "KC-PROVIDER-URL"
    info = "Keycloak's provider talks to another server than the environment's"
    why = (
        "Whatever a provider block leaves out, it takes from the environment: with another url, whoever runs that "
        "server is sent KEYCLOAK_CLIENT_SECRET or KEYCLOAK_PASSWORD."
    )
    source = "ASVS 5.0 V13.2.2, provider keycloak/keycloak 'Argument Reference'"
    remedy = (
        "leave url, base_path and jwt_token_file out, for KEYCLOAK_URL and the like to say them, or write those of the "
        "environment in every stack"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to urls and paths that are not the environment's, or, where it has none, other stacks'."""
        providers = [
            provider
            for stack in configuration.stacks
            for provider in stack.providers
            if provider.type in keycloak_names(stack.json)
        ]
        for provider in providers:
            path, token = settled(provider.value("base_path")), settled(provider.value("jwt_token_file"))
            if not _may_follow(path, configuration.keycloak_url):
                yield provider.violation(f"its base_path '{_shown(path)}' is not that of the environment")
            if token not in (None, "") and not (isinstance(token, Symbol) and token.is_reference):
                yield provider.violation(f"it sends the file '{_shown(token)}' of the machine that deploys")
        for argument in _URLS:
            urls = [settled(provider.value(argument)) for provider in providers]
            expected = configuration.keycloak_url or next((url for url in urls if isinstance(url, str)), None)
            for provider, url in zip(providers, urls, strict=True):
                if isinstance(expected, str) and not _may_be(url, expected):
                    yield provider.violation(f"its {argument} is '{_shown(url)}', not '{expected}'")
                # Where the environment has a url, to leave it out leaves it to whoever deploys.
                elif url is None and expected is not None and configuration.keycloak_url is None:
                    yield provider.violation(f"it leaves {argument} out, which another stack's says to be '{expected}'")


def _may_be(url: Value, expected: str) -> bool:
    if isinstance(url, Symbol):
        return url.is_reference or url.may_become(expected) or url.may_become(_plain(expected))
    return url is None or _plain(url) == _plain(expected)


def _may_follow(path: Value, server: str | None) -> bool:
    """Tell whether a path behind the url leads to the environment's server, and to nowhere else on it."""
    if path in (None, ""):
        return True
    if isinstance(path, Symbol):
        return path.is_reference
    own = f"{urlsplit(server).path.rstrip('/')}/" if server else None
    text = str(path)
    return _PATH.fullmatch(text) is not None and own in (None, f"{text.rstrip('/')}/")


def _plain(url: Value) -> str:
    return str(url).rstrip("/")


def _shown(url: Value) -> str:
    return (url.pattern or "…") if isinstance(url, Symbol) else str(url)

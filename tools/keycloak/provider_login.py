"""How Terraform's provider logs in, where a run has an access token, or is a client that administers one realm."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stacks.given_keycloak import reached_url
from tools.bootstrap.provider import recorded_provider
from tools.keycloak.loopback_door import loopback_door, version_door

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["provider_login"]

_TOKEN = "KEYCLOAK_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
_TAKES_TOKENS_SINCE = (5, 5)  # of the provider, by its changelog


@contextmanager
def provider_login(process_environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield what the provider needs beside what it has: nothing, or a door for one that is too old.

    Such a one takes no access token, and stops where Keycloak does not tell its version.

    Args:
        process_environment: Variables of the run.
    """
    token, by_person = process_environment.get(_TOKEN, ""), process_environment.get("KEYCLOAK_PASSWORD")
    by_secret = process_environment.get("KEYCLOAK_CLIENT_SECRET")
    if by_person or not (token or by_secret) or _takes_tokens(process_environment):
        yield {}
        return
    url = reached_url(process_environment)
    realm = process_environment.get("KEYCLOAK_REALM") or "master"
    with version_door(url) if by_secret else loopback_door(url, realm, token) as variables:
        yield variables


def _takes_tokens(process_environment: Mapping[str, str]) -> bool:
    provider = recorded_provider(process_environment)
    numbers = re.match(r"(\d+)\.(\d+)", provider.version if provider else "")
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= _TAKES_TOKENS_SINCE

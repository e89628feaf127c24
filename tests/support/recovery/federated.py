"""An environment with everything that constructs make, deployed for tests of what a state has lost."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.project.own_repository import OwnRepository

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

__all__ = ["federated"]

_SECRETS = {
    "TF_VAR_corp_ldap_bind_credential": "read-only-0123456789",
    "TF_VAR_smtp_password": "mail-0123456789abcdef",
}
# The person has a first password, in place of an invitation.
_PASSWORD = {"    invite: true\n": ""}


@contextmanager
def federated(
    realm: str,
    *,
    folder: Path,
    keycloak: KeycloakServer,
    edits: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Iterator[OwnRepository]:
    """Deploy `demo-federated`: a directory, identity providers, login flows, consumers, a person with a password.

    Args:
        realm: What its realm is called here.
        folder: An empty folder.
        keycloak: Where it is deployed to.
        edits: More texts of the environment's file, and what takes their place.
        secrets: More variables, which these edits need.
    """
    edited = {**_PASSWORD, **(edits or {})}
    made = OwnRepository.of("demo-federated", realm, folder=folder, keycloak=keycloak, edits=edited)
    made.variables.update(_SECRETS | dict(secrets or {}))
    try:
        made.deploy()
        yield made
    finally:
        made.remove_realm()

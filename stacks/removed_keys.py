"""Keys that there were once, and those that people look for: where a secret comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props import (
    FederationProps,
    LdapBindProps,
    OidcClientProps,
    PersonProps,
    SmtpAuthProps,
    SmtpProps,
)
from constructs_lib.declaration.secret_names import (
    SMTP_PASSWORD,
    bind_credential_name,
    client_secret_name,
    initial_password_name,
)
from stacks.backends import AzurermBackendProps, GcsBackendProps, PgBackendProps, S3BackendProps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

__all__ = ["removed_key"]

_SECRET = frozenset({"password", "secret", "client_secret"})
_SECRETS = _SECRET | {
    *("initial_password", "credential", "bind_credential"),
    *("conn_str", "access_key", "secret_key", "credentials", "sas_token"),
}
_OF_CLIENTS = "the secret is the variable TF_VAR_<client_id>_client_secret"
_OF_BACKENDS = {
    PgBackendProps: "the connection string is the variable PG_CONN_STR",
    S3BackendProps: "credentials come from the AWS variables or profile",
    GcsBackendProps: "credentials come from the variable GOOGLE_CREDENTIALS",
    AzurermBackendProps: "credentials come from the ARM_* variables",
}


def removed_key(name: str, shown: Sequence[str | int], models: Sequence[type[BaseModel]]) -> str | None:
    """Say why a key is none, and where its value comes from; None where nothing is known of it.

    Args:
        name: The key.
        shown: Where it stands in its file.
        models: What the mapping that holds it may be.
    """
    if name == "dynamodb_table":
        return "remove it: a file in the bucket locks the state (use_lockfile), which Terraform 1.11 recommends"
    if name not in _SECRETS:
        return None
    outer, owner = ["", "", *map(str, shown[:-1])][-2:]
    found = (_of(model, owner, outer) for model in models)
    where = next(filter(None, found), _OF_CLIENTS if name in _SECRET else None)
    return f"remove it: {where}" if where else None


def _of(model: type[BaseModel], owner: str, outer: str) -> str | None:
    """Say where the secret of one kind of thing comes from, by the names of what holds the key."""
    secrets = (
        ((SmtpProps, SmtpAuthProps), "the password", SMTP_PASSWORD),
        ((PersonProps,), "a first password", initial_password_name(owner)),
        ((LdapBindProps,), "the password", bind_credential_name(outer)),
        ((FederationProps,), "the password", bind_credential_name(owner)),
        ((OidcClientProps,), "the secret", client_secret_name(owner)),
    )
    for kinds, what, variable in secrets:
        if issubclass(model, kinds):
            return f"{what} is the variable TF_VAR_{variable}"
    return next((text for kind, text in _OF_BACKENDS.items() if issubclass(model, kind)), None)

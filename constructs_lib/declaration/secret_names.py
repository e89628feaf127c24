"""The stable names of secret variables: `TF_VAR_<name>` in the operator's environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["SMTP_PASSWORD", "bind_credential_name", "client_secret_name", "given_secret_names", "initial_password_name"]

SMTP_PASSWORD = "smtp_password"  # noqa: S105 - the variable's name, not its value


def bind_credential_name(federation: str) -> str:
    """Name the variable of a directory's password: `corp-ldap` gives `corp_ldap_bind_credential`."""
    return f"{_identifier(federation)}_bind_credential"


def client_secret_name(client_id: str) -> str:
    """Name the variable of a client's secret: `model-serving-api` gives `model_serving_api_client_secret`."""
    return f"{_identifier(client_id)}_client_secret"


def given_secret_names(declaration: Declaration) -> frozenset[str]:
    """Name the variables whose values others give out, a directory or an identity provider: nobody can make them up."""
    return frozenset(map(bind_credential_name, declaration.federation)) | frozenset(
        map(client_secret_name, declaration.identity_providers)
    )


def initial_password_name(username: str) -> str:
    """Name the variable of a person's first password: `ml-api-user` gives `ml_api_user_initial_password`."""
    return f"{_identifier(username)}_initial_password"


def _identifier(name: str) -> str:
    identifier = re.sub(r"[^a-z0-9]", "_", name.lower())
    return f"_{identifier}" if identifier[:1].isdigit() else identifier  # Terraform's names start with no digit

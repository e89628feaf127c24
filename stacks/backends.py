"""Where an environment keeps its Terraform state, as data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.text_rules import TextPattern

__all__ = [
    "LOCK_FILE_SINCE",
    "AzurermBackendProps",
    "BackendProps",
    "GcsBackendProps",
    "LocalBackendProps",
    "PgBackendProps",
    "S3BackendProps",
]

_Name = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9._()-]+", "a name of a backend has letters, digits, '.', '-', '_' or parentheses, and no space"
    ),
]
_Prefix = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*",
        "a folder of states is written without '/' at its ends, such as 'platform/ml-api-security'",
    ),
]

LOCK_FILE_SINCE = (1, 10)
"""First version of Terraform, and of OpenTofu, that locks a state in S3 by a file (`use_lockfile`)."""


class LocalBackendProps(Props):
    """State in a file beside the app: for one person on one machine."""

    type: Literal["local"] = "local"
    """Kind of backend."""


class PgBackendProps(Props):
    """State in PostgreSQL. The connection string comes from `PG_CONN_STR`, never from the file."""

    type: Literal["pg"]
    """Kind of backend."""
    schema_name: _Name = "terraform_remote_state"
    """Database schema that holds the states."""


class S3BackendProps(Props):
    """State in an S3 bucket, locked by a file beside it. Credentials come from the AWS variables or profile."""

    type: Literal["s3"]
    """Kind of backend."""
    bucket: _Name
    """Name of the bucket."""
    region: _Name
    """AWS region of the bucket."""
    key_prefix: _Prefix = "ml-api-security"
    """The state of environment `prod` is `<key_prefix>/prod.tfstate`."""


class GcsBackendProps(Props):
    """State in a Google Cloud Storage bucket. Credentials come from `GOOGLE_CREDENTIALS`."""

    type: Literal["gcs"]
    """Kind of backend."""
    bucket: _Name
    """Name of the bucket."""
    prefix: _Prefix = "ml-api-security"
    """Folder in the bucket."""


class AzurermBackendProps(Props):
    """State in an Azure storage account. Credentials come from the `ARM_*` environment variables."""

    type: Literal["azurerm"]
    """Kind of backend."""
    resource_group_name: _Name
    """Resource group of the storage account."""
    storage_account_name: _Name
    """Storage account."""
    container_name: _Name
    """Container in the account."""


BackendProps = Annotated[
    LocalBackendProps | PgBackendProps | S3BackendProps | GcsBackendProps | AzurermBackendProps,
    Field(discriminator="type"),
]

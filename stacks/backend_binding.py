"""Turn a declared backend into the CDK's backend of a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import AzurermBackend, GcsBackend, LocalBackend, PgBackend, S3Backend
from constructs_lib.declaration.declared import declare_backend
from stacks.backends import AzurermBackendProps, GcsBackendProps, PgBackendProps, S3BackendProps
from stacks.repository import local_state_path

if TYPE_CHECKING:
    from constructs_lib.cdk import TerraformStack
    from stacks.backends import BackendProps

__all__ = ["bind_backend"]


def bind_backend(stack: TerraformStack, props: BackendProps) -> None:
    """Give the stack its backend; every stack has a state of its own, named after it.

    Args:
        stack: The stack.
        props: The declared backend.
    """
    name = stack.node.id
    backend: PgBackend | S3Backend | GcsBackend | AzurermBackend | LocalBackend
    match props:
        case PgBackendProps():
            # The connection string holds a password: Terraform reads it from PG_CONN_STR.
            backend = PgBackend(stack, conn_str="", schema_name=f"{props.schema_name}_{name.replace('-', '_')}")
            backend.add_override("conn_str", None)
        case S3BackendProps():
            backend = S3Backend(
                stack,
                bucket=props.bucket,
                region=props.region,
                key=f"{props.key_prefix}/{name}.tfstate",
                encrypt=True,
            )
            backend.add_override("use_lockfile", value=True)  # the CDK has no argument for it
        case GcsBackendProps():
            backend = GcsBackend(stack, bucket=props.bucket, prefix=f"{props.prefix}/{name}")
        case AzurermBackendProps():
            backend = AzurermBackend(
                stack,
                resource_group_name=props.resource_group_name,
                storage_account_name=props.storage_account_name,
                container_name=props.container_name,
                key=f"{name}.tfstate",
            )
        case _:
            # The default would be this machine's absolute path.
            backend = LocalBackend(stack, path=local_state_path(name))
    # Guardrails compare what is about to be written with it.
    declare_backend(stack, backend.to_terraform()["terraform"]["backend"])

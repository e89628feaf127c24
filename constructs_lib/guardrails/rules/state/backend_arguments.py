"""KC-BACKEND."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.comments import COMMENT
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["BackendArguments"]

_WORKSPACES = frozenset({f"workspaces.{each}" for each in ("name", "prefix", "project", "tags")})
_OF_CLOUD = frozenset({"hostname", "organization"}) | _WORKSPACES
_HTTP = ("address", "lock_address", "lock_method", "unlock_address", "unlock_method", "update_method", "username")
_READ: dict[str, frozenset[str]] = {
    "azurerm": frozenset(
        {
            *("client_id", "container_name", "environment", "key", "resource_group_name", "snapshot"),
            *("storage_account_name", "subscription_id", "tenant_id", "use_azuread_auth", "use_cli", "use_msi"),
            "use_oidc",
        }
    ),
    "cloud": _OF_CLOUD,
    "consul": frozenset({"address", "datacenter", "gzip", "lock", "path", "scheme"}),
    "gcs": frozenset({"bucket", "impersonate_service_account", "kms_encryption_key", "prefix"}),
    "http": frozenset(
        {
            *_HTTP,
            *("client_ca_certificate_pem", "retry_max", "retry_wait_max", "retry_wait_min", "skip_cert_verification"),
        }
    ),
    # KC-LOCAL-STATE objects to it.
    "inmem": frozenset({"lock_id"}),
    "kubernetes": frozenset({"in_cluster_config", "labels", "namespace", "secret_suffix"}),
    "local": frozenset({"path", "workspace_dir"}),
    "pg": frozenset({"conn_str", "schema_name", "skip_index_creation", "skip_schema_creation", "skip_table_creation"}),
    "remote": _OF_CLOUD,
    "s3": frozenset(
        {
            *("allowed_account_ids", "bucket", "dynamodb_table", "encrypt", "endpoints.dynamodb", "endpoints.s3"),
            *("forbidden_account_ids", "key", "kms_key_id", "max_retries", "region", "use_dualstack_endpoint"),
            *("use_fips_endpoint", "use_lockfile", "use_path_style", "workspace_key_prefix"),
            *("skip_credentials_validation", "skip_metadata_api_check", "skip_region_validation"),
            *("skip_requesting_account_id", "skip_s3_checksum"),
            *(f"assume_role.{each}" for each in ("duration", "external_id", "role_arn", "session_name")),
        }
    ),
}
"""What backends may be told, by their kind: where the state is, and how it is locked and encrypted."""


class BackendArguments(Rule):
    """A backend keeps a state, and does nothing beside."""

    id = "KC-BACKEND"
    info = "a backend does more than say where the state is, or says another place than is declared"
    why = (
        "Terraform asks the backend before any plan: one starts a program (`exec` of kubernetes), reads a file of the "
        "machine (`shared_config_files`, `oidc_token_file_path`), or sends its credentials to another address. "
        "Whoever keeps the state has its secrets, and says what there is."
    )
    source = "ASVS 5.0 V13.3.1 and V15.2.4, Terraform language 'Backend block'"
    remedy = (
        "set backend in the environment's file, and pass credentials in the backend's environment variables, such as "
        "AWS_PROFILE"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to other backends and arguments, of the stack's own state and of those that it reads."""
        for stack in configuration.stacks:
            terraform = stack.json.get("terraform", {})
            own = {**terraform.get("backend", {}), **({"cloud": terraform["cloud"]} if "cloud" in terraform else {})}
            for kind, body in own.items():
                if kind != COMMENT:
                    yield from (Violation(stack.subject, fault) for fault in _faults(kind, body))
            if _differs(own, configuration.backends.get(stack.name)):
                yield Violation(stack.subject, "its backend is not as it is declared")
            for name, body in stack.json.get("data", {}).get("terraform_remote_state", {}).items():
                subject = stack.block("terraform_remote_state", name, body)
                for fault in _faults(body.get("backend"), body.get("config", {})):
                    yield Violation(subject, fault)
                if stack.name in configuration.backends and not _is_declared(body, configuration.backends.values()):
                    yield Violation(subject, "it reads a state that no stack of the environment is declared to have")


def _differs(own: Mapping[str, Any], declared: Mapping[str, Any] | None) -> bool:
    def given(backends: Mapping[str, Any]) -> dict[str, Any]:
        return {kind: _given(body) if isinstance(body, dict) else body for kind, body in _given(backends).items()}

    return declared is not None and given(own) != given(declared)


def _is_declared(remote: Mapping[str, Any], backends: Collection[Mapping[str, Any]]) -> bool:
    """Tell whether a state is one of those that stacks are declared to have; it may say less than they do."""
    kind, config = remote.get("backend"), remote.get("config", {})
    said = (
        [(name, value) for name, value in _given(config).items() if value != ""] if isinstance(config, dict) else None
    )
    return said is not None and any(
        isinstance(own := each.get(str(kind)), dict) and all(name in own and own[name] == value for name, value in said)
        for each in backends
    )


def _faults(kind: object, body: object) -> Iterator[str]:
    read = _READ.get(kind) if isinstance(kind, str) else None
    if read is None:
        yield f"its backend '{one_line(str(kind))}' is none that is known"
    else:
        for name in _arguments(body, read):
            yield f"its backend '{kind}' is given {name}"


def _arguments(body: Any, read: frozenset[str], path: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the arguments that are none of those which are read, and what stands where a block should.

    Args:
        body: A block, or a list of such.
        read: The arguments, those of blocks within as `block.argument`.
        path: Where the block stands, with a dot at its end.
    """
    for block in body if isinstance(body, list) else [body]:
        if not isinstance(block, dict):
            yield f"{path.rstrip('.') or 'its arguments'} as an expression"
            continue
        for name, value in _given(block).items():
            dotted = f"{path}{name}"
            if any(each.startswith(f"{dotted}.") for each in read):
                yield from _arguments(value, read, f"{dotted}.")
            elif dotted not in read:
                yield f"'{one_line(dotted)}'"


def _given(block: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if value is not None and name != COMMENT}

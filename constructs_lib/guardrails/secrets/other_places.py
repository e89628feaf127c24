"""Where other providers than Keycloak's keep secrets: everywhere else they lie open, in a cluster or a console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.secrets.names import names_secret

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["keeps_secret"]

# Arguments of secret stores, by type; an entry of a map, or of a block, goes with it.
_KUBERNETES = dict.fromkeys(
    ("kubernetes_secret", "kubernetes_secret_v1", "kubernetes_secret_v1_data"),
    frozenset({"binary_data", "binary_data_wo", "data", "data_wo"}),
)
_VAULT = dict.fromkeys(
    ("vault_generic_secret", "vault_kv_secret", "vault_kv_secret_v2"), frozenset({"data_json", "data_json_wo"})
)
_GOOGLE = dict.fromkeys(
    ("google_secret_manager_secret_version", "google_secret_manager_regional_secret_version"),
    frozenset({"secret_data", "secret_data_wo"}),
)
_STORES: dict[str, frozenset[str]] = {
    **_KUBERNETES,
    **_VAULT,
    **_GOOGLE,
    "alicloud_kms_secret": frozenset({"secret_data"}),
    "aws_secretsmanager_secret_version": frozenset({"secret_binary", "secret_string", "secret_string_wo"}),
    "azurerm_key_vault_secret": frozenset({"value", "value_wo"}),
    "hcp_vault_secrets_secret": frozenset({"secret_value"}),
    "helm_release": frozenset({"set_sensitive"}),
    "ibm_sm_arbitrary_secret": frozenset({"payload"}),
    "local_sensitive_file": frozenset({"content", "content_base64"}),
    "oci_vault_secret": frozenset({"secret_content"}),
    "scaleway_secret_version": frozenset({"data", "data_wo"}),
    "yandex_lockbox_secret_version": frozenset({"entries"}),
}
# It keeps its value as a secret where its type says so, and in plain text by any other.
_PARAMETER, _SECURE = "aws_ssm_parameter", "SecureString"
# By what a provider logs in, in a block: `kubernetes { token = … }`.
_LOGINS = ("kubernetes", "registries", "registry")


def keeps_secret(resource: Resource, path: tuple[str, ...]) -> bool:
    """Tell whether an argument of another provider, or of what it makes, is known to be for a secret.

    By its name, where it is no entry of a map, which may be called anything; or as part of a secret store.

    Args:
        resource: The resource, the data source or the provider.
        path: Keys that lead to the argument.
    """
    if resource.type == _PARAMETER and path[0] in ("value", "value_wo"):
        return resource.value("type") == _SECURE
    if path[0] in _STORES.get(resource.type, ()):
        return True
    is_login = resource.address.startswith("provider.") and path[0] in _LOGINS
    return names_secret(path) and len(path) == (2 if is_login else 1)

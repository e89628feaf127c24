"""KC-PROVIDER-ARGUMENT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.comments import COMMENT
from constructs_lib.guardrails.terraform.provider_sources import keycloak_names
from constructs_lib.guardrails.terraform.readings import as_flag
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["ProviderArguments"]

# Who logs in, by which credential and how long it may take; url, paths and TLS have rules of their own.
_KNOWN = frozenset(
    {
        *("access_token", "admin_url", "alias", "base_path", "client_id", "client_secret", "client_timeout"),
        *("initial_login", "jwt_signing_alg", "jwt_signing_key", "jwt_token", "jwt_token_file", "password", "realm"),
        *("tls_client_certificate", "tls_client_private_key", "tls_insecure_skip_verify", "url", "username"),
        COMMENT,
    }
)
_FAULTS = {
    "additional_headers": "additional headers go with the administrator's credentials, Host among them",
    "keycloak_version": "the provider takes the server for another version, and leaves out what that does not know",
    "red_hat_sso": "the provider takes the server for another product, and leaves out what that does not know",
    "root_ca_certificate": "whoever has the key of that authority is taken for Keycloak",
}
_REVIEWED = frozenset({"root_ca_certificate"})


class ProviderArguments(Rule):
    """Keycloak's provider asks the server as it is."""

    id = "KC-PROVIDER-ARGUMENT"
    info = "Keycloak's provider is told something that rules do not judge"
    why = (
        "A header Host sends the administrator's credentials to another server behind the same address; the version of "
        "an older server keeps arguments that close a realm from being sent; another authority vouches for any "
        "server on the way (a warning: a company may have one)."
    )
    source = "ASVS 5.0 V12.3.2 and V13.2.2, provider keycloak/keycloak 'Argument Reference'"
    remedy = (
        "remove it; let whoever deploys trust the company's authority by SSL_CERT_FILE, or exempt the provider with "
        "what you have checked"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument that is not known to say who logs in where."""
        for stack in configuration.stacks:
            names = keycloak_names(stack.json)
            for provider in stack.providers:
                for name in sorted(provider.arguments.keys() - _KNOWN) if provider.type in names else ():
                    value = provider.value(name)
                    if value in (None, "", {}) or (name == "red_hat_sso" and as_flag(value) is False):
                        continue
                    level = Level.WARNING if name in _REVIEWED else None
                    fault = _FAULTS.get(name, "no rule knows it")
                    yield Violation(provider.subject, f"{name} is set: {fault}", level)

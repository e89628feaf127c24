"""KC-SCRIPT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import GENERIC_MAPPERS
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Scripts"]

_TYPED = (
    "keycloak_openid_script_protocol_mapper",
    "keycloak_saml_script_protocol_mapper",
    "keycloak_openid_client_js_policy",
)
_BY_NAME = {
    "protocol_mapper": GENERIC_MAPPERS,
    "authenticator": ("keycloak_authentication_execution", "keycloak_authentication_subflow"),
    "type": ("keycloak_generic_client_authorization_policy",),
}
_KINDS = ("script-", "saml-javascript-")


class Scripts(Rule):
    """No script of a configuration runs in Keycloak."""

    id = "KC-SCRIPT"
    info = "a script decides within Keycloak"
    why = "A script mapper writes any claim, and a script authenticator lets anybody in: no rule reads JavaScript."
    source = "ASVS 5.0 V1.3.2, Keycloak guide 'Server Developer', 'JavaScript providers'"
    remedy = "use a mapper, policy or authenticator of Keycloak's own"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to script mappers, policies and authenticators, typed or by the name of their kind."""
        for resource in configuration.resources(*_TYPED):
            yield resource.violation("it runs a script")
        for argument, types in _BY_NAME.items():
            for resource in configuration.resources(*types):
                kind = resource.spelled(argument) or ""
                if kind.startswith(_KINDS) or "script-based" in kind:
                    yield resource.violation(f"it runs the script '{kind}'")

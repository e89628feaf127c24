"""KC-IDP-PKCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import OIDC_IDENTITY_PROVIDER
from constructs_lib.guardrails.terraform.readings import is_switched_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerPkce"]


class BrokerPkce(Rule):
    """Logins through an identity provider use PKCE with S256."""

    id = "KC-IDP-PKCE"
    info = "logins through an identity provider lack PKCE"
    why = "A code that was stolen on its way to Keycloak logs the thief in."
    source = "RFC 9700 section 2.1.1, ASVS 5.0 V10.2.1"
    remedy = "set extra_config pkceEnabled to 'true' and pkceMethod to 'S256'"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to generic OIDC providers without it; one for workloads alone logs nobody in."""
        for broker in configuration.resources(OIDC_IDENTITY_PROVIDER):
            # Keycloak guide 'Federated client authentication': such a provider serves client assertions.
            if broker.is_true("link_only") and is_switched_on(broker.flag_setting("supportsClientAssertions")):
                continue
            enabled, method = broker.flag_setting("pkceEnabled"), broker.setting("pkceMethod")
            if not isinstance(enabled, Symbol) and not is_switched_on(enabled):
                yield broker.violation("pkceEnabled is not 'true'")
            elif not isinstance(method, Symbol) and method != "S256":
                yield broker.violation("pkceMethod is not 'S256'")

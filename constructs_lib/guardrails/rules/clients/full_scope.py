"""KC-FULL-SCOPE."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["FullScope"]


class FullScope(FlagRule):
    """A token holds what its client may use, and no more."""

    id = "KC-FULL-SCOPE"
    info = "full scope is allowed"
    why = (
        "Every token holds all roles of its holder, whatever the client needs: one leaked token opens "
        "everything. It is the default of the provider and of Keycloak."
    )
    source = "ASVS 5.0 V10.4.11, RFC 9700 section 2.3"
    remedy = "set full_scope_allowed to false"
    types = ("keycloak_openid_client", "keycloak_saml_client")
    flag = "full_scope_allowed"
    right = False
    default = True
    fault = "full scope is allowed"
    fault_left_out = "full_scope_allowed is left out, which means true"

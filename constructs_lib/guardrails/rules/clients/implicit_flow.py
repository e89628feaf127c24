"""KC-IMPLICIT-FLOW."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["ImplicitFlow"]


class ImplicitFlow(FlagRule):
    """No token stands in a URL."""

    id = "KC-IMPLICIT-FLOW"
    info = "the implicit flow is on"
    why = "Access tokens are part of URLs: in browser histories, logs and Referer headers, bound to no sender."
    source = "ASVS 5.0 V10.4.4, RFC 9700 section 2.1.2"
    remedy = "set implicit_flow_enabled to false and standard_flow_enabled to true"
    types = ("keycloak_openid_client",)
    flag = "implicit_flow_enabled"
    right = False
    fault = "the implicit flow is on"

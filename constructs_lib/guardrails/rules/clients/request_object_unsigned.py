"""KC-REQUEST-OBJECT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RequestObjectUnsigned"]

_KEY = "request.object.signature.alg"


class RequestObjectUnsigned(Rule):
    """What a client asks for is not forged."""

    id = "KC-REQUEST-OBJECT"
    info = "unsigned request objects are accepted"
    why = "By default Keycloak takes a request object with alg 'none': anyone writes one in the name of the client."
    source = "RFC 8725 section 3.1, RFC 9101 section 10.2"
    remedy = 'set extra_config "request.object.signature.alg" to ES256'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with the authorization code flow that take any algorithm, or none."""
        for client in configuration.resources("keycloak_openid_client"):
            algorithm = client.setting(_KEY)
            if client.is_true("standard_flow_enabled") and algorithm in (None, "", "any", "none"):
                yield client.violation(f"{_KEY} must be set, got '{algorithm}'" if algorithm else f"{_KEY} is left out")

"""KC-ASSERTION-ALG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AssertionAlgorithm"]

_KEY = "token.endpoint.auth.signing.alg"
_ASYMMETRIC = ("ES", "PS", "RS", "EdDSA")


class AssertionAlgorithm(Rule):
    """A client assertion is signed with a private key."""

    id = "KC-ASSERTION-ALG"
    info = "client assertions of any algorithm are accepted"
    why = "A verifier that takes whatever algorithm the token names is talked into a weaker one."
    source = "RFC 8725 section 3.1, ASVS 5.0 V10.4.16"
    remedy = 'set extra_config "token.endpoint.auth.signing.alg" to ES256, or another of ES, PS, RS and EdDSA'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with `client-jwt` whose algorithm is left out, or symmetric."""
        for client in configuration.resources("keycloak_openid_client"):
            algorithm = client.setting(_KEY)
            if client.text("client_authenticator_type") != "client-jwt" or isinstance(algorithm, Symbol):
                continue
            if not algorithm:
                yield client.violation(f"{_KEY} is left out")
            elif not str(algorithm).startswith(_ASYMMETRIC):
                yield client.violation(f"{_KEY} must be asymmetric, got '{algorithm}'")

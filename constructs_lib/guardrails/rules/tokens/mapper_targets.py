"""KC-MAPPER-TARGETS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import GENERIC_MAPPERS, mapper_kind
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MapperTargets"]

# Keycloak 26, AbstractOIDCProtocolMapper.getEffectiveModel.
_FILLED_IN = {"id.token.claim": "userinfo.token.claim", "access.token.claim": "introspection.token.claim"}
_WITHOUT_TARGETS = (
    None,  # not of OpenID Connect, or known only at apply
    "oidc-hardcoded-role-mapper",
    "oidc-role-name-mapper",
    "oidc-sha256-pairwise-sub-mapper",
    "oidc-nonce-backwards-compatible-mapper",
    "oidc-claims-param-value-idtoken-mapper",
)


class MapperTargets(Rule):
    """A mapper says which tokens it writes into."""

    id = "KC-MAPPER-TARGETS"
    info = "a mapper leaves open which tokens it writes into"
    why = (
        "Keycloak fills in what is left out, from the other targets: the plan never settles, and a claim reaches "
        "a place that nobody chose."
    )
    source = "provider resource keycloak_generic_protocol_mapper"
    remedy = (
        "write access.token.claim, introspection.token.claim, id.token.claim and userinfo.token.claim out in config"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to generic mappers that leave a target out which Keycloak then fills in."""
        for mapper in configuration.resources(*GENERIC_MAPPERS):
            for target, follower in _FILLED_IN.items():
                if mapper.setting(target) is not None and mapper.setting(follower) is None:
                    yield mapper.violation(f"{follower} is left out")
            if mapper_kind(mapper) not in _WITHOUT_TARGETS and mapper.setting("access.token.claim") is None:
                yield mapper.violation("access.token.claim is left out")

"""The module that checks tokens in a model server's own process, for each framework that it may be written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.body_rules import BodyRules
from constructs_lib.gateways.model_in_path import EITHER_WAY
from constructs_lib.gateways.model_lists import listings
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.presets.python_module import python_module
from constructs_lib.gateways.protected_api import PROOF_AGE_S
from constructs_lib.gateways.resource_metadata import ResourceMetadata
from constructs_lib.gateways.route import VERSION, VERSION_PATTERN

if TYPE_CHECKING:
    from constructs_lib.declaration.props import GatewayProps, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["TOKEN_LIMITS", "ModelAccessPreset"]

TOKEN_LIMITS = (
    "401: no token, or one that is not for this API; 403: a missing role, an unknown path.",
    "A token that is bound to a key is taken with a DPoP proof alone (RFC 9449), once in each process.",
    "One that is bound to a TLS certificate (RFC 8705) is refused.",
)
"""What each of the modules says of the tokens that it takes."""


class ModelAccessPreset(Preset):
    """A module with the metadata of RFC 9728, and what lets requests through in one framework."""

    template: ClassVar[str]
    """The framework's part, which extends `model_access.py.j2`."""
    checks_actors: ClassVar[bool] = True
    reads: ClassVar[frozenset[ModelPlace]] = frozenset({"json", "multipart"})

    def checked_bindings(self, gateway: GatewayProps) -> frozenset[TokenBinding]:  # noqa: ARG002 - as all presets
        """Proofs by DPoP: a server hands no certificate to the app."""
        return frozenset({"dpop"})

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `model_access.py`."""
        text = python_module(
            self.template,
            api,
            self,
            metadata=ResourceMetadata.of(api.resource),
            rules=BodyRules.of(api.gateway),
            bodies=sorted({route.named_in for route in api.routes} & self.reads),
            version=VERSION,
            version_pattern=VERSION_PATTERN,
            spellings=EITHER_WAY,
            versions=any(VERSION in route.path for route in api.routes),
            lists=listings(api),
            proof_age_s=PROOF_AGE_S,
        )
        return {"model_access.py": text}

"""FastAPI: a dependency in the model server's own process, on PyJWT."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.token_settings import BINDING_CLAIM, ROLES_CLAIM, TOKEN_TYPE
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.protected_api import PROOF_AGE_S
from constructs_lib.gateways.resource_metadata import ResourceMetadata
from constructs_lib.gateways.text_templates import render_template

if TYPE_CHECKING:
    from constructs_lib.declaration.props import GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["FastApiPreset"]


class FastApiPreset(Preset):
    """A module with a typed dependency and the metadata of RFC 9728 (FastAPI 0.115, PyJWT 2.10 and newer)."""

    name: ClassVar[PresetName] = "fastapi"
    reads: ClassVar[frozenset[ModelPlace]] = frozenset({"json"})
    limits: ClassVar[tuple[str, ...]] = (
        "Needs: fastapi, pyjwt[crypto]. Switch FastAPI's own pages off (openapi_url=None) and mount no other app:",
        "dependencies do not guard them.",
        "401: no token, or one that is not for this API; 403: a missing role, an unknown path.",
        "A token that is bound to a key is taken with a DPoP proof alone (RFC 9449), once in each process.",
        "One that is bound to a TLS certificate (RFC 8705) is refused.",
    )

    def checked_bindings(self, gateway: GatewayProps) -> frozenset[TokenBinding]:  # noqa: ARG002 - as all presets
        """Proofs by DPoP: a server hands no certificate to the app."""
        return frozenset({"dpop"})

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `model_access.py`."""
        text = render_template(
            "fastapi.py.j2",
            api=api,
            head=head(api, self),
            metadata=ResourceMetadata.of(api.resource),
            token_type=TOKEN_TYPE,
            roles_claim=ROLES_CLAIM,
            binding_claim=BINDING_CLAIM,
            proof_age_s=PROOF_AGE_S,
        )
        return {"model_access.py": text}

"""FastAPI: a dependency in the model server's own process, on PyJWT."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.presets.model_access import model_access

if TYPE_CHECKING:
    from constructs_lib.declaration.props import GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["FastApiPreset"]


class FastApiPreset(Preset):
    """A module with a typed dependency and the metadata of RFC 9728 (FastAPI 0.115, PyJWT 2.10 and newer)."""

    name: ClassVar[PresetName] = "fastapi"
    checks_actors: ClassVar[bool] = True
    reads: ClassVar[frozenset[ModelPlace]] = frozenset({"json", "multipart"})
    takes_slashes: ClassVar[bool] = True
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
        return {"model_access.py": model_access("fastapi.py.j2", api, self)}

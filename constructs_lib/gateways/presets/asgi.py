"""ASGI middleware in the model server's own process, on PyJWT: LitServe and BentoML take it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.presets.model_access import model_access

if TYPE_CHECKING:
    from constructs_lib.declaration.props import GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["BentoMlPreset", "LitServePreset"]


class _AsgiPreset(Preset):
    """A module with a class of middleware, and the metadata of RFC 9728 (Starlette 0.40, PyJWT 2.10 and newer)."""

    checks_actors: ClassVar[bool] = True
    reads: ClassVar[frozenset[ModelPlace]] = frozenset({"json", "multipart"})
    usage: ClassVar[str]
    """How the server takes it."""

    def checked_bindings(self, gateway: GatewayProps) -> frozenset[TokenBinding]:  # noqa: ARG002 - as all presets
        """Proofs by DPoP: a server hands no certificate to the app."""
        return frozenset({"dpop"})

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `model_access.py`."""
        return {"model_access.py": model_access("asgi.py.j2", api, self, usage=self.usage)}


_LIMITS = (
    "Needs: pyjwt[crypto], and Starlette, which the server brings. WebSockets are closed: no route is one.",
    "401: no token, or one that is not for this API; 403: a missing role, an unknown path.",
    "A token that is bound to a key is taken with a DPoP proof alone (RFC 9449), once in each process.",
    "One that is bound to a TLS certificate (RFC 8705) is refused.",
)


class LitServePreset(_AsgiPreset):
    """LitServe 0.2 and newer: `middlewares` of its server."""

    name: ClassVar[PresetName] = "litserve"
    usage: ClassVar[str] = "LitServer(api, middlewares=[ModelAccess])"
    takes_slashes: ClassVar[bool] = True
    limits: ClassVar[tuple[str, ...]] = _LIMITS


class BentoMlPreset(_AsgiPreset):
    """BentoML 1.4 and newer: `add_asgi_middleware` of a service."""

    name: ClassVar[PresetName] = "bentoml"
    usage: ClassVar[str] = "Service.add_asgi_middleware(ModelAccess)"
    limits: ClassVar[tuple[str, ...]] = _LIMITS

"""ASGI middleware in the model server's own process, on PyJWT: LitServe and BentoML take it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.presets.model_access import TOKEN_LIMITS, ModelAccessPreset

if TYPE_CHECKING:
    from constructs_lib.declaration.props import PresetName

__all__ = ["BentoMlPreset", "LitServePreset"]


class _AsgiPreset(ModelAccessPreset):
    """A class of middleware (Starlette 0.40, PyJWT 2.10 and newer)."""

    template: ClassVar[str] = "asgi.py.j2"
    usage: ClassVar[str]
    """How the server takes it."""
    limits: ClassVar[tuple[str, ...]] = (
        "Needs: pyjwt[crypto], and Starlette, which the server brings. WebSockets are closed: no route is one.",
        *TOKEN_LIMITS,
    )


class LitServePreset(_AsgiPreset):
    """LitServe 0.2 and newer: `middlewares` of its server."""

    name: ClassVar[PresetName] = "litserve"
    checked: ClassVar[str] = "LitServe 0.2.19, by its own server and by seeded attempts to get past it"
    usage: ClassVar[str] = "LitServer(api, middlewares=[ModelAccess])"
    takes_slashes: ClassVar[bool] = True


class BentoMlPreset(_AsgiPreset):
    """BentoML 1.4 and newer: `add_asgi_middleware` of a service."""

    name: ClassVar[PresetName] = "bentoml"
    checked: ClassVar[str] = "BentoML 1.4.40, by its own server"
    usage: ClassVar[str] = "Service.add_asgi_middleware(ModelAccess)"

"""FastAPI: a dependency in the model server's own process, on PyJWT."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.presets.model_access import TOKEN_LIMITS, ModelAccessPreset

if TYPE_CHECKING:
    from constructs_lib.declaration.props import PresetName

__all__ = ["FastApiPreset"]


class FastApiPreset(ModelAccessPreset):
    """A typed dependency (FastAPI 0.115, PyJWT 2.10 and newer)."""

    name: ClassVar[PresetName] = "fastapi"
    checked: ClassVar[str] = "FastAPI and PyJWT 2.15.1, by seeded attempts to get past it"
    template: ClassVar[str] = "fastapi.py.j2"
    takes_slashes: ClassVar[bool] = True
    limits: ClassVar[tuple[str, ...]] = (
        "Needs: fastapi, pyjwt[crypto]. Switch FastAPI's own pages off (openapi_url=None) and mount no other app:",
        "dependencies do not guard them.",
        *TOKEN_LIMITS,
    )

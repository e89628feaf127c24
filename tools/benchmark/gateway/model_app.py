"""A FastAPI app that answers predictions: bare, and guarded by the preset's module `model_access` on its path."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request, Response

if TYPE_CHECKING:
    from fastapi.params import Depends as Dependency

__all__ = ["bare", "guarded"]


def bare() -> FastAPI:
    """Return the app as anybody may call it."""
    return _app()


def guarded() -> FastAPI:
    """Return the app as the how-to says."""
    return _app(Depends(importlib.import_module("model_access").authorize))


def _app(*dependencies: Dependency) -> FastAPI:
    app = FastAPI(dependencies=dependencies, openapi_url=None)

    async def infer(request: Request) -> Response:
        return Response(await request.body(), media_type="application/json")

    app.add_api_route("/v2/models/{model}/infer", infer, methods=["POST"])
    return app

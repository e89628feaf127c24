"""What every written file says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.gateways.preset import Preset
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["head"]


def head(api: ProtectedApi, preset: Preset, *more: str) -> tuple[str, ...]:
    """Return the lines at the head of a file: where it comes from, and what it cannot do."""
    whose, which = f"environment '{api.environment}'", ""
    if api.api:
        whose, which = f"API '{api.api}' of {whose}", f" --api {api.api}"
    return (
        f"Written for {whose} by: pipenv run gateway {api.environment} --for {preset.name}{which}",
        "Change the environment's file, not this one.",
        *more,
        *preset.limits,
        *_closed(api),
    )


def _closed(api: ProtectedApi) -> tuple[str, ...]:
    if not api.closed:
        return ()
    requests = dict.fromkeys(f"  {route.method} {route.path}" for route in api.closed)
    return ("Refused, whatever role a caller has, since it cannot tell there which model is meant:", *requests)

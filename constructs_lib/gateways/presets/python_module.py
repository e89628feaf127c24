"""Modules that check tokens in a server's own process, on PyJWT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import (
    ACTOR_CLAIM,
    BINDING_CLAIM,
    REGISTERED_TOKEN,
    ROLES_CLAIM,
    TOKEN_TYPE,
)
from constructs_lib.gateways.head import head
from constructs_lib.gateways.text_templates import render_template

if TYPE_CHECKING:
    from constructs_lib.gateways.preset import Preset
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["python_module"]


def python_module(template: str, api: ProtectedApi, preset: Preset, **more: object) -> str:
    """Return the text of a module.

    Args:
        template: Its file of `templates/`, which includes `access_token.py.j2`.
        api: What to check.
        preset: Whose module it is.
        more: What the template asks for beside.
    """
    return render_template(
        template,
        api=api,
        preset=preset,
        head=head(api, preset),
        token_type=TOKEN_TYPE,
        registered=REGISTERED_TOKEN,
        roles_claim=ROLES_CLAIM,
        binding_claim=BINDING_CLAIM,
        actor_claim=ACTOR_CLAIM,
        **more,
    )

"""The module that checks tokens in a model server's own process, for each framework that it may be written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import ACTOR_CLAIM, BINDING_CLAIM, ROLES_CLAIM, TOKEN_TYPE
from constructs_lib.gateways.head import head
from constructs_lib.gateways.model_in_path import EITHER_WAY
from constructs_lib.gateways.model_lists import listed_models, lists_by_path
from constructs_lib.gateways.protected_api import PROOF_AGE_S
from constructs_lib.gateways.resource_metadata import ResourceMetadata
from constructs_lib.gateways.route import VERSION, VERSION_PATTERN
from constructs_lib.gateways.text_templates import render_template

if TYPE_CHECKING:
    from constructs_lib.gateways.preset import Preset
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["model_access"]


def model_access(template: str, api: ProtectedApi, preset: Preset, **more: object) -> str:
    """Return the text of the module.

    Args:
        template: The framework's part, which extends `model_access.py.j2`.
        api: What to check.
        preset: Whose module it is.
        more: What that part asks for beside.
    """
    return render_template(
        template,
        api=api,
        head=head(api, preset),
        metadata=ResourceMetadata.of(api.resource),
        bodies=sorted({route.named_in for route in api.routes} & preset.reads),
        version=VERSION,
        version_pattern=VERSION_PATTERN,
        spellings=EITHER_WAY,
        versions=any(VERSION in route.path for route in api.routes),
        lists=lists_by_path(api),
        models=listed_models(api),
        token_type=TOKEN_TYPE,
        roles_claim=ROLES_CLAIM,
        binding_claim=BINDING_CLAIM,
        actor_claim=ACTOR_CLAIM,
        proof_age_s=PROOF_AGE_S,
        **more,
    )

"""LiteLLM's proxy, which serves the OpenAI API itself; its JWT authentication is an enterprise feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.token_settings import BINDING_CLAIM
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.text_templates import render_template
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["LiteLlmPreset"]

_MODULE, _FUNCTION = "token_checks", "refuse_bound_tokens"
_ACTION = "predict"
"""What every call of the OpenAI API is."""


class LiteLlmPreset(Preset):
    """Scopes to models, for LiteLLM 1.80 and newer with an enterprise licence."""

    name: ClassVar[PresetName] = "litellm"
    checked: ClassVar[str] = "the settings of LiteLLM's documentation alone: its check of tokens needs a licence"
    checks_paths: ClassVar[bool] = False
    limits: ClassVar[tuple[str, ...]] = (
        "Merge it into LiteLLM's config.yaml; `model_name` of model_list must be the declared model's name.",
        "JWT authentication needs LiteLLM's enterprise licence.",
        "It cannot map roles to models, so scopes decide: Keycloak leaves a scope out whose role the caller lacks.",
        "Its action is 'predict' alone. Clock skew is not settable; algorithm and `typ` of a token are not checked.",
        "A query's model (`?model=`) goes before the body's, which alone it checks (1.108): drop queries before it.",
        "What it stored for somebody, such as `previous_response_id` or files, it keeps apart itself, or not.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `config.yaml`, and a module that belongs beside it."""
        pairs = [pair for pair in api.model_actions if pair.action == _ACTION]
        every = {"scope": api.access_role, "models": [pair.model for pair in pairs]}
        config: dict[str, object] = {
            "general_settings": {
                "enable_jwt_auth": True,
                "litellm_jwtauth": {
                    "user_id_jwt_field": "sub",
                    "public_key_ttl": api.key_cache_s,
                    "enforce_scope_based_access": True,
                    "custom_validate": f"{_MODULE}.{_FUNCTION}",
                    "scope_mappings": [*({"scope": api.scope(pair), "models": [pair.model]} for pair in pairs), every],
                },
            },
            "environment_variables": {
                "JWT_PUBLIC_KEY_URL": api.endpoints.jwks_uri,
                "JWT_ISSUER": api.endpoints.issuer,
                "JWT_AUDIENCE": api.audience,
            },
        }
        module = render_template("litellm.py.j2", head=head(api, self), binding_claim=BINDING_CLAIM, function=_FUNCTION)
        return {"config.yaml": yaml_text(config, head=head(api, self)), f"{_MODULE}.py": module}

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:  # noqa: ARG002 - as all presets
        """Some model must have the action that its calls are."""
        if not any(_ACTION in model.actions for model in declaration.models.values()):
            yield Finding(
                ("models",),
                f"realm '{declaration.realm.name}', gateway: {self.name} serves the action '{_ACTION}', "
                "which no model has: add it to a model's actions",
            )

"""All presets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.asgi import BentoMlPreset, LitServePreset
from constructs_lib.gateways.presets.envoy import EnvoyPreset
from constructs_lib.gateways.presets.envoy_gateway import EnvoyGatewayPreset
from constructs_lib.gateways.presets.fastapi import FastApiPreset
from constructs_lib.gateways.presets.istio import IstioPreset
from constructs_lib.gateways.presets.kserve import KServePreset
from constructs_lib.gateways.presets.kubeflow import KubeflowPreset
from constructs_lib.gateways.presets.litellm import LiteLlmPreset
from constructs_lib.gateways.presets.mcp_sdk import McpSdkPreset
from constructs_lib.gateways.presets.mlflow_oidc_auth import MlflowOidcAuthPreset
from constructs_lib.gateways.presets.oauth2_proxy import OAuth2ProxyPreset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.gateways.preset import Preset

__all__ = ["PRESETS"]

_ALL: tuple[Preset, ...] = (
    EnvoyPreset(),
    IstioPreset(),
    KServePreset(),
    EnvoyGatewayPreset(),
    OAuth2ProxyPreset(),
    LiteLlmPreset(),
    MlflowOidcAuthPreset(),
    KubeflowPreset(),
    FastApiPreset(),
    LitServePreset(),
    BentoMlPreset(),
    McpSdkPreset(),
)

PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _ALL}
"""What `--for` and `gateway.presets` may name."""

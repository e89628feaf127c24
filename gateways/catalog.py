"""All presets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateways.presets.envoy import EnvoyPreset
from gateways.presets.envoy_gateway import EnvoyGatewayPreset
from gateways.presets.fastapi import FastApiPreset
from gateways.presets.istio import IstioPreset
from gateways.presets.kubeflow import KubeflowPreset
from gateways.presets.litellm import LiteLlmPreset
from gateways.presets.mlflow_oidc_auth import MlflowOidcAuthPreset
from gateways.presets.oauth2_proxy import OAuth2ProxyPreset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateways.preset import Preset

__all__ = ["PRESETS"]

_ALL: tuple[Preset, ...] = (
    EnvoyPreset(),
    IstioPreset(),
    EnvoyGatewayPreset(),
    OAuth2ProxyPreset(),
    LiteLlmPreset(),
    MlflowOidcAuthPreset(),
    KubeflowPreset(),
    FastApiPreset(),
)

PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _ALL}
"""What `--for` and `gateway.presets` may name."""

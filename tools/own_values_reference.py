"""Write `docs/reference/adopted-realms.md` from the table of our values: `python -m tools.own_values_reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.own_values import OWN_VALUES
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.own_value import Of, OwnValue

__all__ = ["PAGE", "main", "render"]

PAGE = ROOT / "docs" / "reference" / "adopted-realms.md"
"""The page."""

_HEAD = """\
# What a deployment sets in a realm that exists

Each argument of the Terraform provider that a deployment sets, with the value that it gets by default, and the key that
keeps the one of before. [`make adopt`](../how-to/adopt.md) writes these keys. Where there is none, it keeps the value
under `kept.settings`, by the resource's type and name. Where a guardrail is named, what is weaker than ours needs an
[exemption](../how-to/guardrails.md#exempt-a-resource) with a reason. Written by `make docs` from
`constructs_lib/declaration/own_realm_values.py` and `own_client_values.py`: edit those, not this page.
"""
_TITLES: dict[Of, str] = {
    "realm": "The realm",
    "api": "The API's client",
    "consumer": "Consumers",
    "application": "Applications",
    "person": "People",
}
_TABLE = "| argument | our value | key | guardrail | note |\n| --- | --- | --- | --- | --- |\n"


def render() -> str:
    """Return the page's text."""
    return _HEAD + "".join(f"\n## {title}\n\n{_TABLE}{''.join(_rows(of))}" for of, title in _TITLES.items())


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


def _rows(of: Of) -> Iterator[str]:
    for each in OWN_VALUES:
        if each.of == of:
            yield f"| {' | '.join(_cells(each))} |\n"


def _cells(each: OwnValue) -> tuple[str, ...]:
    type_ = each.resource.removeprefix("keycloak_")
    key = f"`{each.key}`" if each.key else "`kept.settings`" if each.is_kept else "none"
    return f"`{type_}`, `{each.argument}`", each.ours, key, f"`{each.rule}`" if each.rule else "", each.note


if __name__ == "__main__":
    main()

"""Write `docs/reference/guardrail-rules.md` from the rules' own texts: `python -m tools.guardrails.rule_reference`."""

from __future__ import annotations

from constructs_lib.guardrails.rules import RULES
from tools.project import ROOT

__all__ = ["PAGE", "main", "render"]

PAGE = ROOT / "docs" / "reference" / "guardrail-rules.md"
"""The page."""

_HEAD = """\
# Guardrail rules

Every rule that judges the synthesized Terraform, by id. Written by `make docs` from the files of
`constructs_lib/guardrails/rules/`: edit those, not this page. An error stops `cdktf synth`; a warning is printed.
What is "not local" is not asked of a Keycloak on this machine.
[Guardrails](../how-to/guardrails.md) says how to read, exempt and add them.

| rule | level | what is wrong | why it matters | how to fix it | source |
| --- | --- | --- | --- | --- | --- |
"""


def render() -> str:
    """Return the page's text."""
    rows = (
        (
            f"`{rule.id}`",
            f"{rule.level}, not local" if rule.needless_on_loopback else rule.level,
            rule.info,
            rule.why,
            rule.remedy,
            rule.source,
        )
        for rule in sorted(RULES, key=lambda rule: rule.id)
    )
    return _HEAD + "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Texts in Terraform's JSON syntax, in which every text is a template."""

from __future__ import annotations

__all__ = ["literal"]


def literal(text: str) -> str:
    """Return a text as a template that is this text: what looks like an expression is none.

    Args:
        text: Any text.
    """
    return text.replace("${", "$${").replace("%{", "%%{")

"""What the how-to pages show, as an environment that a test deploys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from stacks.environment import Environment
from stacks.yaml_document import YamlDocument
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.yaml_document import Value

__all__ = ["page_environment"]

# The tests' Keycloak listens on loopback, and Terraform's state is a file; the pages name servers of a company.
_ON_THIS_MACHINE: dict[str, Value] = {"realm": {"ssl_required": "external"}, "backend": {"type": "local"}}


def page_environment(*pages: str, changes: Mapping[str, Value] | None = None) -> Environment:
    """Return what the pages' YAML declares, one laid over the other.

    Args:
        pages: Names of pages in `docs/how-to/`, without `.md`.
        changes: Laid over them, as a file over the one that it `extends`: addresses of this run's servers.
    """
    declared = YamlDocument()
    for page in pages:
        for block in Page(ROOT / "docs" / "how-to" / f"{page}.md").code("yaml"):
            declared = declared.overlay(YamlDocument(YAML(typ="safe", pure=True).load(block)))
    for upper in (_ON_THIS_MACHINE, changes or {}):
        declared = declared.overlay(YamlDocument(dict(upper)))
    return Environment.model_validate(declared.data)

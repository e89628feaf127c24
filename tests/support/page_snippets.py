"""The environment that a how-to page shows, made fit for the tests' Keycloak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stacks.environment_files import EnvironmentFiles
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from stacks.environment import Environment

__all__ = ["page_environment"]

_BLOCK = re.compile(r"^```yaml\n(# environments/([\w-]+)\.yaml\n.*?)^```$", re.MULTILINE | re.DOTALL)


def page_environment(page: str, folder: Path) -> Environment:
    """Load the whole environment file that a page shows first.

    Args:
        page: Path of the page in the project, such as `docs/token-exchange.md`.
        folder: A folder of the test's own, for the file.

    Returns:
        What the file declares, but for TLS, which the tests' Keycloak does not ask of clients.
    """
    block = _BLOCK.search((ROOT / page).read_text(encoding="utf-8"))
    assert block, f"{page} shows no environment file"
    text, name = block.groups()
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    environment = EnvironmentFiles(folder).load(name)
    realm = environment.realm.model_copy(update={"ssl_required": "external"})
    return environment.model_copy(update={"realm": realm})

"""The lock file of a stack that another provider wrote: Terraform refuses to go on with it.

`terraform init` made it, on this machine, in a folder that is synthesized: nobody reviewed it, and nothing is lost.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from tools.bootstrap.provider import recorded_provider
from tools.bootstrap.provider_mirror import mirror_is_newer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["drop_outdated_lock"]

_LOCK = ".terraform.lock.hcl"
_VERSION = re.compile(r'/keycloak/keycloak" \{[^}]*?version\s*=\s*"([^"]+)"')


def drop_outdated_lock(folder: Path, process_environment: Mapping[str, str]) -> str | None:
    """Remove a lock file of another version of the provider than set-up found, or of an earlier build of ours.

    Args:
        folder: The stack's.
        process_environment: Says which Terraform and settings are used.

    Returns:
        The version that was locked, if it was another one.
    """
    lock = folder / _LOCK
    provider = recorded_provider(process_environment)
    try:
        locked = _VERSION.search(lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if provider is None or locked is None:
        return None
    another = locked[1] != provider.version
    if another or (provider.mirrored and mirror_is_newer(lock)):
        with suppress(FileNotFoundError):
            lock.unlink()
    return locked[1] if another else None

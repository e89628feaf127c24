"""Groups of `Pipfile.lock`, as lines of a requirements file with hashes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["locked_requirements"]


def locked_requirements(lock: bytes, *groups: str, without: Collection[str] = ()) -> str:
    """Return what pip installs, one package per line, sorted by name.

    Args:
        lock: Content of `Pipfile.lock`.
        groups: Names in it; where two have a package, the later one counts.
        without: Names of packages to leave out.
    """
    content = json.loads(lock)
    packages: dict[str, Mapping[str, Any]] = {}
    for group in groups:
        packages |= content[group]
    return "".join(_line(name, entry) for name, entry in sorted(packages.items()) if name not in without)


def _line(name: str, entry: Mapping[str, Any]) -> str:
    extras = f"[{','.join(entry['extras'])}]" if "extras" in entry else ""
    markers = f" ; {entry['markers']}" if "markers" in entry else ""
    return (
        " ".join([f"{name}{extras}{entry['version']}{markers}", *(f"--hash={known}" for known in entry["hashes"])])
        + "\n"
    )

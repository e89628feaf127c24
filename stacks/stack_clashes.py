"""Two environments have no stack in common: it would be one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacks.stack_names import StackNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from stacks.environment import Environment

__all__ = ["stack_clashes"]


def stack_clashes(
    environments: Mapping[str, CheckedDeclaration[Environment]], shown: Callable[[str], Path]
) -> Iterator[str]:
    """Yield a line for each stack that would be another environment's, or that one itself.

    Args:
        environments: All environments by name.
        shown: Returns how messages name the file of an environment.
    """
    owners = {name: name for name in environments}
    for name, checked in environments.items():
        for stack in StackNames(name).all(checked.declaration):
            owner = owners.setdefault(stack, name)
            if owner == stack != name:
                yield f"{shown(stack)}: '{stack}' is a stack of environment '{name}': rename the file"
            elif owner != name:
                yield f"{shown(name)}: '{stack}' is a stack of environment '{owner}' too: rename the file"

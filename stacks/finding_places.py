"""Where in the environment files stands what a guardrail objects to."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from constructs_lib.declaration.model_names import model_and_action
from constructs_lib.declaration.props import Declaration
from stacks.stack_names import StackNames

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.guardrails.finding import Locate, SourcePlace
    from stacks.environment import Environment
    from stacks.environment_files import EnvironmentFiles

__all__ = ["FindingPlaces", "declared_path"]

_KEY = re.compile(r'\["((?:[^"\\]|\\.)*)"\]$')
_WORD = re.compile(r"(?<!^)(?=[A-Z])")
# A construct of the realm's layer that is no collection, and the key that it is made from.
_SINGLE = {"ApiClient": ("api",), "AccessRole": ("api",), "AccessTokenScope": ("api",), "Realm": ("realm",)}


class FindingPlaces:
    """Finds lines of environment files by the paths of constructs.

    Args:
        files: The folder of environment files.
    """

    def __init__(self, files: EnvironmentFiles) -> None:
        self._files = files

    def of(self, name: str, environment: Environment) -> Locate:
        """Return what finds the places of one environment.

        Args:
            name: Name of the environment.
            environment: What it declares.
        """
        return partial(self._locate, self._files.places(name), StackNames(name), environment)

    def _locate(
        self,
        place: Callable[[tuple[str | int, ...]], SourcePlace],
        names: StackNames,
        environment: Environment,
        path: str | tuple[str, ...],
    ) -> SourcePlace:
        return place(declared_path(names, environment, path) if isinstance(path, str) else path)


def declared_path(names: StackNames, environment: Environment, path: str) -> tuple[str, ...]:
    """Return the keys of the declaration that a construct is made from, as far as its path tells.

    Constructs are called as the keys that they come from: `IdentityProviders/corp` is `identity_providers.corp`.

    Args:
        names: Names of the environment's stacks.
        environment: What it declares.
        path: Path of a construct, the key of an instance in brackets: `demo-team-risk/Access/Consumers/Client["x"]`.
    """
    key = _KEY.search(path)
    stack, *parts = _KEY.sub("", path).split("/")
    team = next((team for team in environment.teams if names.team(team) == stack), None)
    outer = ("teams", team) if team is not None else ()
    for index, part in enumerate(parts):
        field = _WORD.sub("_", part).lower()
        if field == "models" and key:
            named = model_and_action(key[1])
            return ("models", named[0] if named else "")
        if field in Declaration.model_fields and field not in {"realm", "models"}:
            below = parts[index + 1 : index + 2]
            name = key[1] if key else "".join(below)
            return (*outer, field, name)
    if not parts:  # what is said of a stack as a whole is said of its state
        return ("backend",)
    found = next((_SINGLE[part] for part in reversed(parts) if part in _SINGLE), outer)
    return ("apis",) if found == ("api",) and environment.apis else found

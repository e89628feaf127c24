"""Which CDK the tools run, by the variable `CDK`, and the Python that has it."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import chosen_cdk
from tools.bootstrap.paths import places_of
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.bindings.cdk import Cdk

__all__ = ["cdk_of", "go_to_its_python"]


def cdk_of(env: Mapping[str, str]) -> Cdk:
    """Return the CDK that the tools run.

    Raises:
        ToolError: `CDK` names none (exit 2).
    """
    try:
        return chosen_cdk(env)
    except ValueError as fault:
        raise ToolError(str(fault), exit_code=2) from fault


def go_to_its_python(module: str, arguments: Sequence[str], env: Mapping[str, str]) -> None:
    """Run a module in the Python that has the CDK, in this process's place, unless this one has it.

    So `CDK=cdktn pipenv run …` works too, although Pipenv's environment holds cdktf.

    Args:
        module: The module that runs.
        arguments: Its arguments.
        env: Its environment.

    Raises:
        ToolError: `CDK` names none (exit 2), or that environment is not set up.
    """
    cdk = cdk_of(env)
    if find_spec(cdk.name):
        return
    places = places_of(cdk)
    if not places.python.exists():
        raise ToolError(f"{cdk.name} is not installed: run CDK={cdk.name} make setup")
    path = os.pathsep.join([str(places.venv / "bin"), env.get("PATH", os.defpath)])
    new = {**env, "VIRTUAL_ENV": str(places.venv), "PATH": path}
    os.execve(places.python, [str(places.python), "-m", module, *arguments], new)  # noqa: S606 - no shell is wanted

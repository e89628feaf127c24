"""`make output`: what an environment's gateways and clients need to know, from its state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stacks.stack_names import StackNames
from tools.errors import ToolError
from tools.runner.failure import StackError
from tools.runner.run import Run
from tools.runner.stacks import read_stacks
from tools.script_environment import script_environment
from tools.state_connection import check_state_connection
from tools.target import load_target

if TYPE_CHECKING:
    from tools.synthesis import Synthesis

__all__ = ["print_outputs"]


def print_outputs(name: str, synthesis: Synthesis) -> int:
    """Print the outputs of an environment, a line each; what is sensitive is left out.

    Keycloak is not asked, and need not run.

    Args:
        name: Name of the environment.
        synthesis: The app, which runs.

    Returns:
        0, or 1 where the state cannot be read.

    Raises:
        ToolError: There is no such environment, its file is wrong, or it was never deployed (exit 2).
    """
    target = load_target(name)
    synthesis.finish(target)
    variables = script_environment(os.environ)
    check_state_connection(target.environment.backend, variables)
    (stack,) = read_stacks(target.repository.outdir, [StackNames(name).realm])
    run = Run("output", name, target.repository, variables, target.is_local)
    try:
        with run.begun(), run.working():
            run.work.terraform(stack)
        told = run.tell_outputs(stack)
    except StackError as failure:
        return run.tell_failures([stack], {stack.name: failure}, [])
    if not told:
        command = target.repository.command(f"make deploy ENV={name}")
        raise ToolError(f"environment '{name}' was not deployed yet: run {command}", exit_code=2)
    return 0

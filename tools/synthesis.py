"""The app, run: it writes the Terraform JSON of every environment."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.bindings.progress import step
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError
from tools.kept_synthesis.kept import KeptSynthesis
from tools.project import ROOT
from tools.synthesis_warnings import is_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.target import Target

__all__ = ["Synthesis", "begun", "synthesize"]

_BAD_INPUT = 2


@dataclass(frozen=True)
class Synthesis:
    """An app that runs, or need not: whoever started it does other things meanwhile."""

    _process: subprocess.Popen[str] | None
    _kept: KeptSynthesis | None = None
    _said: str = ""

    def finish(self, about: Target | None = None, check: Callable[[], None] | None = None) -> None:
        """Wait until every stack is written into `cdktf.out/`.

        Args:
            about: The one environment whose warnings are shown; left out, those of all are.
            check: What else has to hold before anything is said of it.

        Raises:
            ToolError: An environment file or a guardrail stopped the app, with a line each; it, or `check`, failed.
        """
        with step("Synthesizing the stacks") as progress:
            said, code = self._end()
            progress.withdraw()  # before a refusal it is neither done nor failed
            if code == 0:
                if check:
                    check()
                progress.withdrawn = False
        lines = said.strip().splitlines()
        if code == _BAD_INPUT:
            raise ToolError("\n".join(lines), exit_code=_BAD_INPUT)
        if code:
            raise ToolError(lines[-1] if lines else "main.py failed and said nothing")
        for line in lines if about is None else [line for line in lines if is_about(line, about)]:
            print(line, file=sys.stderr)  # noqa: T201 - warnings that a person reads

    def _end(self) -> tuple[str, int]:
        """Return what the app said, and its exit code."""
        if self._process is None:
            return self._said, 0
        _, said = self._process.communicate()
        if self._kept and self._process.returncode == 0:
            self._kept.keep(said)
        return said, self._process.returncode


@contextmanager
def begun(process_environment: Mapping[str, str], *, reuses: bool = False) -> Iterator[Synthesis]:
    """Start the app; it has ended when the block has.

    Args:
        process_environment: Variables of the caller.
        reuses: What it wrote last will do, while nothing has changed that it was made of; then it does not run.
    """
    environment = {**tool_environment(process_environment), "NODE_NO_WARNINGS": "1"}  # jsii's, of its own libraries
    kept = KeptSynthesis.of(environment)
    watched: KeptSynthesis | None = None
    command = ["main.py"]
    if kept and reuses and kept.is_wanted:
        said = kept.said()
        if said is not None:
            yield Synthesis(None, _said=said)
            return
        watched, command = kept, ["-m", "tools.kept_synthesis.app", str(kept.watched_file)]
    elif kept:
        kept.forget()
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Synthesis(process, watched)
        finally:
            if process.returncode is None:
                process.communicate()  # not killed half-way: what it writes is whole
            if kept:
                kept.end()


def synthesize(process_environment: Mapping[str, str], about: Target | None = None) -> None:
    """Run the app, and wait for it.

    Args:
        process_environment: Variables of the caller.
        about: As for `Synthesis.finish`.

    Raises:
        ToolError: As for `Synthesis.finish`.
    """
    with begun(process_environment) as synthesis:
        synthesis.finish(about)

"""Patterns as an editor reads them: by ECMA-262, in a real engine."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ecma_patterns"]

# One question a line, one answer a line; with the flag `u`, as editors compile the patterns of a JSON Schema.
_PROGRAM = """
const lines = require("readline").createInterface({input: process.stdin});
lines.on("line", line => {
  const [pattern, value] = JSON.parse(line);
  console.log(new RegExp(pattern, "u").test(value));
});
"""


@contextmanager
def ecma_patterns() -> Iterator[Callable[[str, str], bool]]:
    """Start the engine; give the function that tells whether a pattern is found in a text."""
    command = [os.environ.get("JSII_NODE", "node"), "-e", _PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:  # never, with pipes
            raise AssertionError
        questions, answers = process.stdin, process.stdout

        def matches(pattern: str, value: str) -> bool:
            questions.write(json.dumps([pattern, value]) + "\n")
            questions.flush()
            answer = answers.readline().strip()
            if answer not in ("true", "false"):
                raise AssertionError(f"no valid ECMA-262 pattern: {pattern}")
            return answer == "true"

        yield matches
        questions.close()

"""`python3 -m tools.bootstrap [setup | doctor | bindings]`: what must work before anything is installed."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.bootstrap.doctor import report
from tools.bootstrap.install import generate_bindings, set_up
from tools.bootstrap.paths import ROOT
from tools.bootstrap.quiet_run import DISK_FULL_CODES, disk_full
from tools.errors import ToolError

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0, 1 for trouble in the machine or network, 2 for bad input.
    """
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except ToolError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return fault.exit_code
    except KeyboardInterrupt:
        print("interrupted: run the same command again to go on", file=sys.stderr)  # noqa: T201
        return 130
    except OSError as fault:
        if fault.errno in DISK_FULL_CODES:
            print(disk_full("set-up", fault.filename or ROOT), file=sys.stderr)  # noqa: T201
        else:
            print(f"set-up cannot use {fault.filename or ROOT}: {fault.strerror or fault}", file=sys.stderr)  # noqa: T201
        return 1


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "doctor":
        table, complete = report(os.environ)
        print(table)  # noqa: T201
        return 0 if complete else 1
    if chosen.command == "bindings":
        if (chosen.schema is None) != (chosen.version is None):
            raise ToolError("--schema and --version belong together: give both or neither", exit_code=2)
        if chosen.schema is not None and not chosen.schema.is_file():
            raise ToolError(f"--schema {chosen.schema}: no such file", exit_code=2)
        print(generate_bindings(os.environ, chosen.version, chosen.schema))  # noqa: T201
        return 0
    set_up(os.environ)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tools.bootstrap", description="Set this machine up.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("setup", help="install everything into the project's folder (default)")
    commands.add_parser("doctor", help="list what the machine lacks")
    bindings = commands.add_parser("bindings", help="generate the provider's Python bindings; print their folder")
    bindings.add_argument("--schema", type=Path, help="read this schema file instead of asking Terraform")
    bindings.add_argument("--version", help="the provider version of --schema")
    return parser


if __name__ == "__main__":
    sys.exit(main())

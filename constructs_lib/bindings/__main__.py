"""`python -m constructs_lib.bindings`: build the wheel of the Keycloak provider's bindings."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from constructs_lib.bindings.cdk import CDKS, Cdk, chosen_cdk
from constructs_lib.bindings.generator import generate
from constructs_lib.bindings.node_packages import install_node_packages, node_bin, node_key
from constructs_lib.bindings.provider_constraint import NEXT_MAJOR, OLDEST, PROVIDER_SOURCE
from constructs_lib.bindings.quiet_run import DISK_FULL_CODES, disk_full, run_quietly
from constructs_lib.bindings.step_error import StepError

__all__ = ["main"]

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_BAD_INPUT = 2


class _InputError(Exception):
    """An argument is wrong; the message says which, and what to write."""


def main(arguments: list[str] | None = None) -> int:
    """Generate the bindings and print where they are.

    Returns:
        The exit code: 0, 1 for trouble in the machine or network, 2 for bad input.
    """
    chosen = _parser().parse_args(arguments)
    try:
        print(_build(chosen))  # noqa: T201 - the result
    except (_InputError, StepError) as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - the one line that a person reads
        return _BAD_INPUT if isinstance(fault, _InputError) else 1
    except KeyboardInterrupt:
        print("interrupted: run the same command again", file=sys.stderr)  # noqa: T201 - as above
        return 130
    except OSError as fault:
        full = fault.errno in DISK_FULL_CODES
        line = disk_full("Building the bindings", fault.filename) if full else f"{fault.filename}: {fault.strerror}"
        print(line, file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


def _build(chosen: argparse.Namespace) -> Path:
    cdk = _cdk(chosen.cdk)
    _check_version(chosen.provider_version)
    if chosen.schema is not None:
        _check_schema(chosen.schema)
    if not chosen.source and find_spec("pip") is None:
        raise _InputError("this Python has no pip to build a wheel with: add --source, and build the folder it prints")
    node: Path = (chosen.node_folder or _cache() / f"{cdk.name}-{node_key(cdk)[:12]}").resolve()
    output: Path = chosen.output.resolve()
    logs = node / "logs"
    install_node_packages(cdk, node, os.environ, logs / "npm.log")
    # jsii looks for the packages in the folders above.
    with tempfile.TemporaryDirectory(prefix="work-", dir=node) as work:
        tree = generate(
            cdk,
            chosen.provider_version,
            chosen.schema,
            node=node,
            work=Path(work),
            env=_environment(node),
            logs=logs,
        )
        output.mkdir(parents=True, exist_ok=True)
        if chosen.source:
            folder = output / f"{cdk.distribution}-{chosen.provider_version}"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(tree, folder)
            return folder
        wheels = Path(work) / "wheel"
        pack = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(wheels), str(tree)]
        run_quietly(pack, "Packing the wheel", os.environ, logs / "bindings-wheel.log")
        (wheel,) = wheels.glob("*.whl")
        return Path(shutil.copy(wheel, output))


def _cdk(name: str | None) -> Cdk:
    try:
        return CDKS[name] if name else chosen_cdk(os.environ)
    except ValueError as fault:
        raise _InputError(str(fault)) from fault


def _check_version(version: str) -> None:
    numbers = _VERSION.fullmatch(version)
    if numbers is None:
        raise _InputError(f"--provider-version must be an exact version such as {OLDEST}, got '{version}'")
    if not _numbers(OLDEST) <= _numbers(version) < _numbers(NEXT_MAJOR):
        raise _InputError(
            f"--provider-version {version}: the constructs need {OLDEST} or newer, and older than {NEXT_MAJOR}"
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _check_schema(schema: Path) -> None:
    try:
        content = json.loads(schema.read_bytes())
    except OSError as fault:
        raise _InputError(f"--schema {schema}: {fault.strerror}") from fault
    except ValueError as fault:
        raise _InputError(f"--schema {schema}: must be what terraform providers schema -json prints") from fault
    providers = content.get("provider_schemas") if isinstance(content, dict) else None
    if not isinstance(providers, dict) or not any(name.endswith(f"/{PROVIDER_SOURCE}") for name in providers):
        raise _InputError(
            f"--schema {schema}: must be what terraform providers schema -json prints, with {PROVIDER_SOURCE} in it"
        )


def _environment(node: Path) -> dict[str, str]:
    path = os.pathsep.join([str(node_bin(node)), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "CHECKPOINT_DISABLE": "1"}  # neither the CDK nor Terraform calls home


def _cache() -> Path:
    """Of this user, by the XDG base directory specification."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ml-api-security"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m constructs_lib.bindings",
        description="Build the Python package of the Keycloak provider, which is published nowhere, and print where it "
        "is. Needs Node 20 and npm; without --schema also Terraform, which asks its registry or mirror.",
    )
    parser.add_argument(
        "--provider-version", required=True, metavar="VERSION", help="exact version of the provider, such as 5.9.0"
    )
    parser.add_argument(
        "--schema", type=Path, metavar="FILE", help="what terraform providers schema -json printed for that version"
    )
    parser.add_argument("--cdk", choices=sorted(CDKS), help="for which CDK; the one installed when not given, or cdktf")
    parser.add_argument("--output", type=Path, default=Path(), metavar="FOLDER", help="gets the wheel; default: here")
    parser.add_argument("--source", action="store_true", help="leave a source tree in place of a wheel")
    parser.add_argument(
        "--node-folder", type=Path, metavar="FOLDER", help="gets the npm packages; default: in ~/.cache/ml-api-security"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""What the last apply of a stack left in its state, as far as a plan of it depends on Keycloak alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.runner.stacks import local_state
from tools.runner.unchanged.covering import COVERED, COVERED_DATA, OTHERWISE, UncoveredError, realm_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tools.runner.stacks import Stack
    from tools.runner.unchanged.covering import Reading

__all__ = ["Instance", "LastState"]

_CODE = "cdk.tf.json"
_BLOCKS = frozenset({"//", "terraform", "provider", "variable", "locals", "data", "resource", "output", "moved"})
_ARGUMENTS = frozenset({"client_timeout"})
"""Of the provider: others could name another server than the variables do."""
# What has another value another time, or depends on a file.
_UNSTEADY = re.compile(rb"\b(file\w*|templatefile|timestamp|plantimestamp|uuid|bcrypt|abspath|pathexpand)\s*\(")
_HARMLESS = re.compile(r"(-lock-timeout=\w+|-parallelism=\d+|-no-color|-compact-warnings|\s)*")
_NOWHERE = frozenset({"terraform_data", "terraform_remote_state"})


@dataclass(frozen=True)
class Instance:
    """One object in a state.

    Attributes:
        address: Where Terraform has it.
        realm: Name of its realm; empty where it is in none.
        kind: Its type.
        attributes: What the state has of it.
        reading: How what Terraform would read of it is read.
    """

    address: str
    realm: str
    kind: str
    attributes: Mapping[str, Any]
    reading: Reading


@dataclass(frozen=True)
class LastState:
    """The state of a stack on this machine.

    Attributes:
        instances: Its objects and what it looked up.
        others: The bytes of the states that it reads.
    """

    instances: tuple[Instance, ...]
    others: tuple[bytes, ...]

    @classmethod
    def of(cls, stack: Stack, variables: Mapping[str, str]) -> LastState:
        """Read it.

        Args:
            stack: The stack.
            variables: Of Terraform's environment.

        Raises:
            UncoveredError: A plan of it depends on more than Keycloak, its code and states on this machine, or it holds
                what is not covered.
        """
        try:
            file = local_state(stack)
            text = (stack.folder / _CODE).read_bytes()
            code = json.loads(text)
            if file is None or not _is_plain(stack.folder, text, code, variables):
                raise UncoveredError(stack.name)
            state = json.loads(file.read_bytes())
            return cls(tuple(_instances(state)), tuple(_others(stack.folder, code)))
        except (OSError, *OTHERWISE) as error:
            raise UncoveredError(stack.name) from error


def _is_plain(folder: Path, text: bytes, code: Mapping[str, Any], variables: Mapping[str, str]) -> bool:
    """Whether nothing but the code, variables, states and Keycloak decides what a plan says."""
    beside = [
        path for pattern in ("*.tf", "*.tf.json", "*.tfvars*", "errored.tfstate") for path in folder.glob(pattern)
    ]
    provider = code["provider"]["keycloak"]
    return (
        [path.name for path in beside] == [_CODE]
        and code.keys() <= _BLOCKS
        and len(provider) == 1
        and provider[0].keys() <= _ARGUMENTS
        and not _UNSTEADY.search(text)
        and variables.get("TF_WORKSPACE", "default") in ("", "default")
        and all(_HARMLESS.fullmatch(variables.get(name, "")) for name in ("TF_CLI_ARGS", "TF_CLI_ARGS_plan"))
    )


def _others(folder: Path, code: Mapping[str, Any]) -> Iterator[bytes]:
    for data in code.get("data", {}).get("terraform_remote_state", {}).values():
        if data["backend"] != "local":
            raise UncoveredError("terraform_remote_state")
        yield (folder / data["config"]["path"]).read_bytes()


def _instances(state: Mapping[str, Any]) -> Iterator[Instance]:
    for resource in state["resources"]:  # an encrypted state has none that can be read
        kind, is_data = resource["type"], resource["mode"] == "data"
        reading = (COVERED_DATA if is_data else COVERED).get(kind)
        if reading is None or "module" in resource:
            raise UncoveredError(kind)
        for instance in resource["instances"]:
            if "deposed" in instance or "status" in instance:
                raise UncoveredError(kind)
            attributes = instance["attributes"]
            key = instance.get("index_key")
            address = f"{'data.' if is_data else ''}{kind}.{resource['name']}"
            address += "" if key is None else f"[{json.dumps(key)}]"
            realm = "" if kind in _NOWHERE else realm_of(kind, attributes)
            yield Instance(address, realm, kind, attributes, reading)

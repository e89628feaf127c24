"""`terraform init`, where something that it depends on has changed since the last one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.provider import recorded_provider
from tools.runner.program import program_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.runner.terraform import Terraform

__all__ = ["initialize"]

_LOCK = ".terraform.lock.hcl"
_KEY = "runner-key"


def initialize(terraform: Terraform) -> None:
    """Initialize the folder of a stack, unless that was done with the same Terraform, provider and backend.

    Nothing asks a registry for hashes of other platforms, as cdktf does: the lock file stays on this machine.

    Raises:
        StackError: `terraform init` failed.
    """
    key = terraform.data / _KEY
    if _providers_are_there(terraform.data) and _read(key) == _key(terraform):
        return
    terraform.init()
    key.write_text(_key(terraform), encoding="utf-8")


def _providers_are_there(data: Path) -> bool:
    programs = list((data / "providers").rglob("terraform-provider-*"))
    # A mirror's folder is linked to: it may have gone since.
    linked = [path for path in (data / "providers").rglob("*") if path.is_symlink()]
    programs += [program for link in linked for program in link.glob("terraform-provider-*")]
    return bool(programs) and all(program.is_file() and program.stat().st_size for program in programs)


def _key(terraform: Terraform) -> str:
    return hashlib.sha256("\0".join(_facts(terraform)).encode()).hexdigest()


def _facts(terraform: Terraform) -> Iterator[str]:
    folder, environment = terraform.stack.folder, terraform.runs.environment
    body = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
    yield json.dumps(body["terraform"], sort_keys=True)
    yield _read(folder / _LOCK)
    yield str(recorded_provider(environment))
    yield environment.get("TF_CLI_ARGS_init", "")
    yield _read(Path(environment.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc"))
    program = program_facts(environment)
    if program:
        yield program


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""

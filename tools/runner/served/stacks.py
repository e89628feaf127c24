"""Where Terraform runs on a stack whose state is served to it: in a folder that is the stack's but for the backend.

The stack's own folder says `local`, and is initialized so, for cdktf, for Terraform by hand, and for whoever reads it.
The other one holds its Terraform JSON with the backend `http`, which gets all it needs from variables, and links to
whatever else lies in the stack's folder: imports, files of one's own, and the provider.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from tools.runner import reencryption
from tools.runner.program import program_facts
from tools.runner.served.server import StateServer
from tools.runner.stacks import Stack, local_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Served", "ServedStacks"]

_FOLDER = "served"
_CODE = "cdk.tf.json"
_DATA = ".terraform"
_RECORD = "terraform.tfstate"
_ERRORED = "errored.tfstate"
# What Terraform links to that lies in a stack's folder, or may come to lie there.
_HIDDEN = frozenset({".terraform.lock.hcl"})
_INSTALLED = ("providers", "modules")
# Options that are the backend's, or say where the state is.
_OPTIONS = ("-backend", "-state", "-backup")


@dataclass(frozen=True)
class Served:
    """How one process of Terraform runs.

    Attributes:
        folder: Where.
        variables: What it gets beside those of the run.
        note: Is told its process id.
    """

    folder: Path
    variables: Mapping[str, str] = field(repr=False)
    note: Callable[[int], None] = field(repr=False)


@dataclass
class ServedStacks:
    """The stacks of a run whose state is served.

    Attributes:
        environment: Environment of Terraform.
        cache: Folder for what is kept from run to run.
        initialize: Runs `terraform init` in the folder of a stack, with variables beside those of the run.
    """

    environment: Mapping[str, str] = field(repr=False)
    cache: Path
    initialize: Callable[[Stack, Mapping[str, str]], None] = field(repr=False)
    _server: StateServer = field(default_factory=StateServer, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _count: int = field(default=0, init=False)
    _has_ended: bool = field(default=False, init=False)

    def of(self, stack: Stack, data: Path) -> Served | None:
        """Return how the next process of Terraform runs on a stack; None where its backend is left as it is.

        Args:
            stack: The stack, initialized.
            data: Terraform's own folder of it.

        Raises:
            ToolError: The server does not start.
            StackError: `terraform init` fails.
        """
        state = local_state(stack)
        if state is None or self._has_ended or not self._is_plain(data):
            return None
        with self._lock:
            self._count += 1
            name = str(self._count)
            folder = self._prepared(stack, data)
        variables = self._server.variables(state.resolve(), name)
        variables["TF_DATA_DIR"] = str(folder / _DATA)
        return Served(folder, variables, lambda process_id: self._server.note(name, process_id))

    def end(self, outdir: Path) -> None:
        """Let the server end, and remove folders of stacks that are gone; what runs later finds its state in the file.

        Args:
            outdir: Folder that was synthesized into.
        """
        self._has_ended = True
        self._server.end()
        for folder in (outdir / _FOLDER).glob("*"):
            if not (outdir / "stacks" / folder.name).is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def _is_plain(self, data: Path) -> bool:
        """Whether nobody has chosen a workspace, which `http` has not, or the state's place by an option.

        Nor is the state encrypted: OpenTofu alone can encrypt the backup as well.
        """
        workspace = self.environment.get("TF_WORKSPACE", "")
        with suppress(OSError):
            workspace = workspace or (data / "environment").read_text(encoding="utf-8").strip()
        options = " ".join(value for name, value in self.environment.items() if name.startswith("TF_CLI_ARGS"))
        if self.environment.get(reencryption.VARIABLE):
            return False
        return workspace in {"", "default"} and not any(option in options for option in _OPTIONS)

    def _prepared(self, stack: Stack, data: Path) -> Path:
        """Make the folder as the stack's is now; as deep as that, so that paths lead to the same files."""
        own = stack.folder.absolute()
        folder = own.parent.parent / _FOLDER / stack.name
        (folder / _DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
        body = json.loads((own / _CODE).read_text(encoding="utf-8"))
        body["terraform"]["backend"] = {"http": {}}
        (folder / _CODE).write_text(json.dumps(body), encoding="utf-8")
        links = {path.name: path for path in own.iterdir() if not path.name.startswith(".") or path.name in _HIDDEN}
        links[_ERRORED] = own / _ERRORED  # not there: Terraform makes it where it would have made it
        del links[_CODE]
        for path in folder.iterdir():
            if path.is_symlink() and path.name not in links:
                path.unlink()
        for name, path in links.items():
            _link(folder / name, path)
        for name in _INSTALLED:
            _link(folder / _DATA / name, data.absolute() / name)
        record = self._record(own.parent.parent)
        if not _is_same(folder / _DATA / _RECORD, record):
            shutil.copyfile(record, folder / _DATA / _RECORD)
        return folder

    def _record(self, outdir: Path) -> Path:
        """Return what `terraform init` writes of a backend `http` without arguments: once for each Terraform."""
        record = self.cache / f"{hashlib.sha256(program_facts(self.environment).encode()).hexdigest()}.json"
        if record.is_file():
            return record
        with tempfile.TemporaryDirectory(dir=outdir) as scratch:
            folder = Path(scratch)
            (folder / _CODE).write_text(json.dumps({"terraform": {"backend": {"http": {}}}}), encoding="utf-8")
            none = {name: "" for name in self.environment if name.startswith("TF_CLI_ARGS")}
            variables = self._server.variables((folder / "none").resolve(), "0")
            self.initialize(Stack("http", folder), {**none, **variables, "TF_DATA_DIR": _DATA})
            self.cache.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / _DATA / _RECORD, record.with_suffix(".new"))
            record.with_suffix(".new").replace(record)
        return record


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.read_bytes() == other.read_bytes()
    except OSError:
        return False

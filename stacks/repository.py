"""The folder whose environments are deployed, and where everything of theirs lies in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stacks.environment_error import EnvironmentFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CALLER_VARIABLE", "REPOSITORY_VARIABLE", "Repository", "local_state_path"]

REPOSITORY_VARIABLE = "ENVIRONMENTS"
"""Environment variable that names a repository of one's own; unset, it is the product's checkout."""

CALLER_VARIABLE = "CALLER_FOLDER"
"""Environment variable with the folder that relative paths start at, where a tool has left it; else the current one."""

_PRODUCT = Path(__file__).resolve().parent.parent
_FOLDER = Path("environments")
_OUTDIR = "cdktf.out"


@dataclass(frozen=True)
class Repository:
    """The product's own checkout, or a team's repository with environments of its own.

    Attributes:
        root: Its folder, absolute.
        shown: How messages name that folder, seen from where the user stands; empty where its paths speak for
            themselves, as in the product's checkout or when the user stands in it.
    """

    root: Path = _PRODUCT
    shown: Path = Path()

    @classmethod
    def of(cls, process_environment: Mapping[str, str]) -> Self:
        """Return the repository that `ENVIRONMENTS` names, or the product's checkout.

        Raises:
            EnvironmentFileError: It names no folder with environments, or the product itself.
        """
        named = process_environment.get(REPOSITORY_VARIABLE)
        if named is None:
            return cls()
        if not named.strip():  # a pipeline's variable that nobody set: the product's own environments are not meant
            raise EnvironmentFileError([f"{REPOSITORY_VARIABLE} is set and empty: name a folder, or leave it out"])
        caller = Path(process_environment.get(CALLER_VARIABLE) or Path.cwd())
        root = Path(os.path.normpath(caller / Path(named).expanduser()))
        _check(named, root)
        return cls(root, root.relative_to(caller) if root.is_relative_to(caller) else Path(named))

    @property
    def is_product(self) -> bool:
        """Whether this is the product's own checkout."""
        return self.root == _PRODUCT

    @property
    def environments(self) -> Path:
        """Folder of the environment files and their schemas."""
        return self.root / _FOLDER

    @property
    def outdir(self) -> Path:
        """Folder that stacks, gateways' files and findings are synthesized into."""
        return self.root / _OUTDIR

    @property
    def sarif(self) -> Path:
        """The guardrails' findings as SARIF."""
        return self.outdir / "guardrails.sarif"

    @property
    def dotenv(self) -> Path:
        """Secrets of its local environments."""
        return self.root / ".env"

    @property
    def keys(self) -> Path:
        """Private keys that `make rotate` made, until they are handed over."""
        return self.root / ".keys"

    @property
    def keycloak_data(self) -> Path:
        """Data and log of its local Keycloak."""
        return self.root / ".cache" / "keycloak" if self.is_product else self.root / ".keycloak"

    @property
    def logs(self) -> Path:
        """Whole outputs of deployments."""
        return self.root / ".cache" / "logs"

    @property
    def snapshots(self) -> Path:
        """Reviewed JSON of each stack, `<stack>.json`; the product's own stand among its tests."""
        return self.root / "snapshots"

    def stack_folder(self, stack: str) -> Path:
        """Return the folder that a stack is synthesized into."""
        return self.outdir / "stacks" / stack

    def command(self, text: str) -> str:
        """Return a `make` command as the user writes it: with `ENVIRONMENTS`, unless he stands in the repository."""
        return text if self.shown == Path() else f"{text} {REPOSITORY_VARIABLE}={self.shown}"

    def show(self, path: Path) -> Path:
        """Return a path in the repository as messages name it."""
        return self.shown / path.relative_to(self.root) if path.is_relative_to(self.root) else path


def local_state_path(stack: str) -> str:
    """Return where a stack's local state is, `terraform.<stack>.tfstate` in the repository, as its Terraform JSON says.

    Relative, so that the JSON is the same on every machine: Terraform runs in the stack's folder.
    """
    repository = Repository()
    return os.path.relpath(repository.root / f"terraform.{stack}.tfstate", repository.stack_folder(stack))


def _check(named: str, root: Path) -> None:
    given = f"{REPOSITORY_VARIABLE}={named}"
    if root.is_file():
        raise EnvironmentFileError([f"{given}: this is a file: name the folder that holds {_FOLDER}/"])
    if not root.is_dir():
        raise EnvironmentFileError(
            [f"{given}: there is no folder {root}: correct the path, or write a repository by make init FOLDER={named}"]
        )
    if root == _PRODUCT:
        raise EnvironmentFileError(
            [f"{given}: this is the product's own folder, {root}: leave {REPOSITORY_VARIABLE} out, or name yours"]
        )
    if any((root / _FOLDER).glob("*.yaml")):
        return
    advice = f"add one, such as {_FOLDER}/dev.yaml, or name a new folder and run make init FOLDER=<folder>"
    if root.name == _FOLDER.name and any(root.glob("*.yaml")):
        advice = f"name the folder above it: {REPOSITORY_VARIABLE}={os.path.normpath(Path(named) / '..')}"
    raise EnvironmentFileError([f"{given}: there is no environment in {root / _FOLDER}: {advice}"])

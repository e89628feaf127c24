"""Whether each Terraform that `cdktf` started came to its end: cdktf itself takes one that was killed for done."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.provider import terraform_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Witness", "witnessing"]

_PROGRAM = Path(__file__).with_name("terraform-witness")


class Witness:
    """Sees the processes of one run of `cdktf`.

    Args:
        folder: Holds a file for each Terraform that runs, or did not come to its end.
        variables: Environment of `cdktf`.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder = folder
        self.variables = {
            **variables,
            "TERRAFORM_BINARY_NAME": str(_PROGRAM),
            "WITNESSED_TERRAFORM": terraform_binary(variables),
            "WITNESS_FOLDER": str(folder),
        }

    def killed(self) -> list[str]:
        """Return the stacks whose Terraform was killed."""
        return sorted({note.read_text(encoding="utf-8") for note in self._folder.iterdir()})


@contextmanager
def witnessing(variables: Mapping[str, str]) -> Iterator[Witness]:
    """Watch until the block ends.

    Args:
        variables: Environment that `cdktf` would get otherwise.
    """
    with tempfile.TemporaryDirectory() as folder:
        yield Witness(Path(folder), variables)

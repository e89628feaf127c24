"""What Terraform knew when it could not save its state: `errored.tfstate`, which it leaves in the stack's folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.runner.failure import StackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.runner.terraform import Terraform

__all__ = ["take_up_errored_state"]

_FILE = "errored.tfstate"
_OUTDATED = "errored.tfstate.outdated"
# Words of `terraform state push`.
_NEWER = "newer state"


def take_up_errored_state(terraform: Terraform, tell: Callable[[str], None]) -> None:
    """Save the state that an earlier run could not save, unless somebody has saved a newer one since.

    Args:
        terraform: Terraform in the stack's folder, initialized.
        tell: Is told what was done.

    Raises:
        StackError: It still cannot be saved.
    """
    file = terraform.stack.folder / _FILE
    if not file.exists():
        return
    try:
        state = json.loads(file.read_bytes())
    except ValueError:  # cut short as well
        file.rename(file.with_name(_OUTDATED))
        return
    try:
        terraform.push(state)
    except StackError as failure:
        if _NEWER not in failure.said:
            raise
        file.rename(file.with_name(_OUTDATED))
        tell(f"stack {terraform.stack.name}: the state was saved since {_FILE} was left, which is now {_OUTDATED}")
    else:
        file.unlink()
        tell(f"stack {terraform.stack.name}: saved the state that an earlier run could not save")

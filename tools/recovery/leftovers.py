"""What earlier runs left in the folders of stacks, dealt with by a run: before `init`, after it, and at the end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.recovery.errored_state import take_up_errored_state
from tools.recovery.local_state import local_state_file, restore_state
from tools.recovery.provider_lock import drop_outdated_lock
from tools.recovery.secrets_in_state import tell_secrets_in_state
from tools.recovery.takeover import forget_imports

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tools.runner.terraform import Terraform

__all__ = ["Leftovers"]


@dataclass
class Leftovers:
    """Deals with them, stack by stack.

    Attributes:
        variables: Of the process.
        tell: Shows a line.
    """

    variables: Mapping[str, str] = field(repr=False)
    tell: Callable[[str], None] = field(repr=False)
    _upgraded: set[str] = field(default_factory=set, init=False)

    def before_init(self, folder: Path) -> None:
        """Take away what would stop Terraform in a stack's folder."""
        forget_imports(folder)
        restore_state(folder, self.tell)
        locked = drop_outdated_lock(folder, self.variables)
        if locked:
            self._upgraded.add(folder.name)
            self.tell(f"stack {folder.name}: takes up another version of the provider than {locked}, which it had")

    def after_init(self, terraform: Terraform) -> None:
        """Save the state that an earlier run could not save.

        Raises:
            StackError: It still cannot be saved.
        """
        take_up_errored_state(terraform, self.tell)

    def after_apply(self, terraform: Terraform) -> None:
        """Say which secrets the state still holds, where another version of the provider was taken up.

        Raises:
            StackError: The state cannot be read.
        """
        folder = terraform.stack.folder
        if folder.name not in self._upgraded:
            return
        self._upgraded.discard(folder.name)
        tell_secrets_in_state(_state(terraform), folder, self.variables, self.tell)


def _state(terraform: Terraform) -> Mapping[str, Any]:
    file = local_state_file(terraform.stack.folder)
    if file is None:
        return terraform.pull() or {}
    state: dict[str, Any] = json.loads(file.read_bytes())
    return state

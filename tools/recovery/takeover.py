"""Between plan and apply: what an interrupted run made is taken over, after asking."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools.recovery.adoption import find_imports
from tools.recovery.half_made import find_half_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.recovery.adoption import Import
    from tools.runner.plan import StackPlan
    from tools.runner.terraform import Terraform

__all__ = ["forget_imports", "taking_over"]

_FILE = "imports.tf.json"


@contextmanager
def taking_over(
    terraform: Terraform, plan: StackPlan, admin: KeycloakAdmin, allow: Callable[[str, Sequence[str]], None]
) -> Iterator[StackPlan]:
    """Plan again with `import` blocks for what exists already; they last as long as the block.

    Args:
        terraform: Terraform in the stack's folder, with a plan that it keeps.
        plan: That plan.
        admin: The stack's Keycloak.
        allow: Is told the stack and what is taken over; raises where that is not wanted.

    Yields:
        The plan to apply: the same one, mostly.

    Raises:
        ToolError: Keycloak does not answer, or it is not allowed.
        StackError: Terraform fails to plan.
    """
    folder = terraform.stack.folder
    imports: dict[str, Import] = {}
    try:
        while True:
            half_made = find_half_made(plan, folder, admin)
            passed_over = imports.keys() | {found.address for found in half_made}
            new = [found for found in find_imports(plan, folder, admin) if found.address not in passed_over]
            if not new and not half_made:
                break
            allow(plan.stack, [*(found.what for found in new), *(found.what for found in half_made)])
            for thing in half_made:
                thing.remove(admin)
            imports |= {found.address: found for found in new}
            blocks = [{"to": found.address, "id": _literal(found.id)} for found in imports.values()]
            (folder / _FILE).write_text(json.dumps({"import": blocks}, indent=2), encoding="utf-8")
            plan = terraform.plan()
        yield plan
    except BaseException:
        terraform.forget_plan()  # it holds secrets
        raise
    finally:
        forget_imports(folder)


def forget_imports(folder: Path) -> None:
    """Remove the `import` blocks of a run that was killed: what they name may be gone."""
    (folder / _FILE).unlink(missing_ok=True)


def _literal(text: str) -> str:
    """Return a text as Terraform's JSON syntax, in which every text is a template, has it."""
    return text.replace("${", "$${").replace("%{", "%%{")

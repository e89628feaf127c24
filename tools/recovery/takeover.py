"""Between plan and apply: what an interrupted run made is taken over, after asking."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.literal import literal
from tools.recovery.adoption import find_imports
from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.half_made import find_half_made
from tools.recovery.natural_keys import Planned
from tools.recovery.of_others import refuse_others
from tools.recovery.realm_objects import Realms
from tools.recovery.secrets_of_others import revoke_secrets
from tools.recovery.undeclared import refuse_undeclared

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.recovery.adoption import Import
    from tools.recovery.agreement import Agreement
    from tools.runner.plan import Change, StackPlan
    from tools.runner.terraform import Terraform

__all__ = ["forget_imports", "refuse_takeovers", "taking_over", "write_imports"]

_FILE = "imports.tf.json"


@contextmanager
def taking_over(
    terraform: Terraform,
    plan: StackPlan,
    admin: KeycloakAdmin,
    allow: Callable[[str, Sequence[str]], None],
    *,
    stacks: Collection[str] = (),
    fresh: set[str] | None = None,
    agreed: Agreement = NOTHING_AGREED,
) -> Iterator[StackPlan]:
    """Plan again with `import` blocks for what exists already; they last as long as the block.

    Args:
        terraform: Terraform in the stack's folder, with a plan that it keeps.
        plan: That plan.
        admin: The stack's Keycloak.
        allow: Is told the stack and what is taken over; raises where that is not wanted.
        stacks: Names of all stacks of its environment: what they declare, an object may hold.
        fresh: Names of realms that this run makes: nothing is in them from before, and nothing is looked up. Those that
            this plan makes are added.
        agreed: What an operator has named by its id: it is taken over as it is, whatever it holds.

    Yields:
        The plan to apply: the same one, mostly.

    Raises:
        ToolError: Keycloak does not answer, it is not allowed, or something holds more than is declared (exit 2).
        StackError: Terraform fails to plan.
    """
    folder = terraform.stack.folder
    imports: dict[str, Import] = {}
    fresh = set() if fresh is None else fresh
    try:
        while not _is_in(fresh, plan):
            realms = Realms(admin)
            half_made = find_half_made(plan, folder, realms, agreed)
            anew = {found.address for found in half_made}
            there = [found for found in find_imports(plan, folder, realms) if found.address not in imports]
            refuse_others(there, realms)
            new = [found for found in there if found.address not in anew]
            if not new and not half_made:
                break
            refuse_undeclared([found for found in there if found.address in anew], folder, stacks, realms, agreed)
            held = refuse_undeclared(new, folder, stacks, realms, agreed)
            allow(plan.stack, [*held, *(found.what for found in half_made)])
            for thing in half_made:
                thing.remove(admin)
            revoke_secrets(new, realms, agreed)
            imports |= {found.address: found for found in new}
            write_imports(folder, imports.values())
            plan = terraform.plan()
        fresh |= {Planned(change.after or {}).realm for change in plan.changes if _makes_realm(change)}
        yield plan
    except BaseException:
        terraform.forget_plan()  # it holds secrets
        raise
    finally:
        forget_imports(folder)


def refuse_takeovers(
    plans: Sequence[tuple[Path, StackPlan]],
    admin: KeycloakAdmin,
    stacks: Collection[str],
    agreed: Agreement = NOTHING_AGREED,
) -> None:
    """Refuse, before anything is changed, what plans would take over although it holds more than is declared.

    Args:
        plans: Plans, each with the folder of its stack.
        admin: Their Keycloak.
        stacks: Names of all stacks of the environment.
        agreed: What an operator has named by its id.

    Raises:
        ToolError: There is such (exit 2), or Keycloak does not answer.
    """
    realms = Realms(admin)
    # What another stack has and is about to let go of.
    had = {(each.type, each.before.get("id")) for _, plan in plans for each in plan.changes if each.before}
    for folder, plan in plans:
        created = [change for change in plan.changes if change.actions == ("create",)]
        named = {Planned(change.after or {}).realm for change in created} - {""}
        if any(realms.of(realm).exists for realm in named):
            found = [each for each in find_imports(plan, folder, realms) if (each.type, each.object_id) not in had]
            refuse_others(found, realms)
            refuse_undeclared(found, folder, stacks, realms, agreed)


def _is_in(realms: set[str], plan: StackPlan) -> bool:
    """Whether all that a plan creates is in these realms."""
    found = {Planned(change.after or {}).realm for change in plan.changes if change.actions == ("create",)} - {""}
    return found <= realms and not any(_makes_realm(change) for change in plan.changes)


def _makes_realm(change: Change) -> bool:
    return change.type == "keycloak_realm" and change.actions == ("create",)


def forget_imports(folder: Path) -> None:
    """Remove the `import` blocks of a run that was killed: what they name may be gone."""
    (folder / _FILE).unlink(missing_ok=True)


def write_imports(folder: Path, imports: Iterable[Import]) -> None:
    """Write `import` blocks into the folder of a stack.

    Args:
        folder: The folder.
        imports: What is taken over.
    """
    blocks = [{"to": found.address, "id": literal(found.id)} for found in imports]
    (folder / _FILE).write_text(json.dumps({"import": blocks}, indent=2), encoding="utf-8")

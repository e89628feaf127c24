"""What was declared by another name before: Terraform moves it in its state, and changes the name in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct, RootConstruct

from constructs_lib.cdk import TerraformLocal, TerraformResource, TerraformStack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["move_construct", "move_keys", "move_up"]

_ID = "Moves"


def move_keys(scope: Construct, addresses: Iterable[str], renamed: Mapping[str, str]) -> None:
    """Let instances of `for_each` be found under their former keys (Terraform: "Refactoring", `moved` blocks).

    Args:
        scope: A construct of the stack.
        addresses: Of the resources that have an instance for each key.
        renamed: From the key to the former one.
    """
    _add(
        scope, [(f'{address}["{old}"]', f'{address}["{new}"]') for new, old in renamed.items() for address in addresses]
    )


def move_construct(construct: Construct, former_id: str) -> None:
    """Let every resource of a construct be found where it was when the construct had another id.

    Args:
        construct: The construct, with all its resources.
        former_id: Its id before.
    """
    stack = TerraformStack.of(construct)
    above = construct.node.path.removeprefix(stack.node.path).strip("/").split("/")[:-1]
    _move(construct, [*above, former_id])


def move_up(construct: Construct, former: Construct) -> None:
    """Let every resource of a construct be found where it was when it was another construct's own.

    Args:
        construct: The construct, with all its resources.
        former: The construct, further up, that held them.
    """
    stack = TerraformStack.of(construct)
    _move(construct, former.node.path.removeprefix(stack.node.path).strip("/").split("/"))


def _move(construct: Construct, former_path: Sequence[str]) -> None:
    stack = TerraformStack.of(construct)
    scratch = TerraformStack(RootConstruct("Moves"), stack.node.id)
    moves = []
    for found in construct.node.find_all():
        if isinstance(found, TerraformResource):
            below = found.node.path.removeprefix(construct.node.path).strip("/").split("/")
            kind = found.terraform_resource_type
            former = _unique_id(scratch, [*former_path, *below])
            moves.append((f"{kind}.{former}", f"{kind}.{found.friendly_unique_id}"))
    _add(construct, moves)


def _unique_id(scratch: TerraformStack, path: Sequence[str]) -> str:
    """Ask the CDK what it calls an element at a path of a stack: the name ends in a hash of the path."""
    scope: Construct = scratch
    for id in path[:-1]:
        child = scope.node.try_find_child(id)
        scope = child if isinstance(child, Construct) else Construct(scope, id)
    return str(TerraformLocal(scope, path[-1], "").friendly_unique_id)


class _Moves(Construct):
    """The stack's `moved` blocks, which all stand in one list."""

    def __init__(self, stack: TerraformStack) -> None:
        super().__init__(stack, _ID)
        self.blocks: list[dict[str, str]] = []


def _add(scope: Construct, moves: Iterable[tuple[str, str]]) -> None:
    blocks = [{"from": source, "to": target} for source, target in moves]
    if not blocks:
        return
    stack = TerraformStack.of(scope)
    known = stack.node.try_find_child(_ID)
    kept = known if isinstance(known, _Moves) else _Moves(stack)
    kept.blocks += blocks
    stack.add_override("moved", kept.blocks)

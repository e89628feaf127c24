"""Nothing but expressions that our constructs wrote reaches the Terraform JSON.

Whatever text gets past the checks of a declaration, Terraform would evaluate the `${…}` in it, with the rights of
whoever applies: `file("/proc/self/environ")` reads the runner's secrets. So every expression is read once more before
anything is written, and may call a few functions and refer to a few kinds of things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_template
from constructs_lib.guardrails.hcl.tree import SPLAT, Call, For, Index, Literal, Name, Repeat, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.guardrails.allowance import Allowance
    from constructs_lib.guardrails.hcl.tree import Expression

__all__ = ["expression_faults"]

_FUNCTIONS = frozenset({"contains", "lookup", "merge", "try"})
# `terraform.workspace` is how the CDK refers to another stack's state.
_REFERENCES = frozenset({"each", "local", "var", "terraform", "data.terraform_remote_state"})
_OURS = ("keycloak_", "data.keycloak_")
_COMMENT = "//"
# Where Terraform evaluates nothing, so that what looks like an expression is no text of ours.
_LITERAL_SECTIONS = frozenset({"terraform"})
_SHOWN = 60


def expression_faults(stacks: Mapping[str, Mapping[str, Any]], allowances: Sequence[Allowance] = ()) -> Iterator[str]:
    """Yield a line for each expression that no construct of ours would write.

    Args:
        stacks: Terraform JSON by the stack's name.
        allowances: What the app may use beside.
    """
    functions = _FUNCTIONS.union(*(each.functions for each in allowances))
    references = _REFERENCES.union(*(each.references for each in allowances))
    for stack, json in stacks.items():
        for section, body in json.items():
            if section == _COMMENT:
                continue
            for place, text in _texts(body, f"{stack}/{section}"):
                fault = _fault(text, functions, references, literal=section in _LITERAL_SECTIONS)
                if fault:
                    yield f"{place}: {_cut(text)}: {fault}"


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    """Yield each text, keys of mappings too, in which Terraform would look for expressions; comments are none."""
    if isinstance(value, str):
        if "${" in value or "%{" in value:
            yield place, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, place)
    elif isinstance(value, dict):
        comment = value.get(_COMMENT)
        path = comment.get("metadata", {}).get("path") if isinstance(comment, dict) else None
        for key, item in value.items():
            if key != _COMMENT:
                yield from _texts(str(key), place)
                yield from _texts(item, path or (f"{place}.{key}" if "${" not in str(key) else place))


def _fault(text: str, functions: frozenset[str], references: frozenset[str], *, literal: bool) -> str | None:
    if literal:
        return "Terraform takes no expression here: write the value"
    try:
        expression = parse_template(text)
    except UnreadExpressionError:
        return "it cannot be read as an expression: write the value, or escape it as '$${' or '%%{'"
    called = sorted({node.function for node in nodes(expression) if isinstance(node, Call)} - functions)
    if called:
        return f"function '{called[0]}' is not allowed in an expression: {_remedy('functions')}"
    used = sorted(root for root in _roots(expression) if root not in references and not root.startswith(_OURS))
    if used:
        return f"a reference to '{used[0]}' is not allowed in an expression: {_remedy('references')}"
    return None


def _remedy(kind: str) -> str:
    return f"write the value, or let the app allow it: Guardrails(allowances=[Allowance({kind}=…, reason=…)])"


def _roots(expression: Expression) -> set[str]:
    """Return the first parts of all references, `data` with its type; names that a `for` binds are none."""
    bound = {SPLAT}
    below: set[int] = set()
    found: set[str] = set()
    for node in nodes(expression):
        if isinstance(node, For | Repeat):
            bound |= {node.value, node.key or node.value}
        if isinstance(node, Index) and isinstance(node.of, Name):
            below.add(id(node.of))
            kind = node.key.value if isinstance(node.key, Literal) else None
            found.add(f"data.{kind}" if node.of.name == "data" else node.of.name)
    found |= {node.name for node in nodes(expression) if isinstance(node, Name) and id(node) not in below}
    return found - bound


def _cut(text: str) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return ascii(shown) if not shown.isprintable() else f"'{shown}'"

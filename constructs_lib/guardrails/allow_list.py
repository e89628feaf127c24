"""Nothing but expressions that our constructs wrote reaches the Terraform JSON.

Whatever text gets past the checks of a declaration, Terraform would evaluate the `${…}` in it, with the rights of
whoever applies: `file("/proc/self/environ")` reads the runner's secrets. So every expression is read once more before
anything is written, and may call a few functions and refer to a few kinds of things.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_template
from constructs_lib.guardrails.hcl.tree import SPLAT, Call, Expression, For, Index, Literal, Name, Repeat, nodes
from constructs_lib.guardrails.terraform.block_lists import MALFORMED, without_lists
from constructs_lib.guardrails.terraform.comments import COMMENT, construct_path, without_comments

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from constructs_lib.guardrails.allowance import Allowance

__all__ = ["expression_faults"]

_FUNCTIONS = frozenset({"concat", "contains", "lookup", "merge", "try"})
# `terraform.workspace` is how the CDK refers to another stack's state.
_REFERENCES = frozenset({"each", "local", "var", "terraform", "data.terraform_remote_state"})
_OURS = ("keycloak_", "data.keycloak_")
_STATE = "terraform_remote_state"
_WORKSPACE = "${terraform.workspace}"
# How the CDK calls the state of another stack of the app.
_STACK_OF_THE_APP = "cross-stack-reference-input-"
# Where Terraform evaluates nothing, so that what looks like an expression is no text of ours.
_LITERAL_SECTIONS = frozenset({"terraform"})
# What the CDK writes of a state; `defaults` would stand in for what the other stack does not say.
_OF_STATE = frozenset({"backend", "config", "workspace", COMMENT})
_SHOWN = 60


def expression_faults(
    stacks: Mapping[str, Mapping[str, Any]],
    allowances: Sequence[Allowance] = (),
    *,
    known: Collection[str] | None = None,
    judged: Collection[str] = (),
) -> Iterator[str]:
    """Yield a line for each expression that no construct of ours would write, and each state that is not the app's.

    Args:
        stacks: Terraform JSON by the stack's name.
        allowances: What the app may use beside.
        known: Names of all stacks of the app, whose states may be read; those of `stacks` when not given.
        judged: Functions that a rule objects to, in a line of its own.
    """
    functions = _FUNCTIONS.union(judged, *(each.functions for each in allowances))
    references = _REFERENCES.union(*(each.references for each in allowances))
    for stack, json in stacks.items():
        # As rules read it: Terraform takes lists of blocks as well.
        blocks = without_lists(json)
        for place in blocks.get(MALFORMED, ()):
            if place == "data" or f"{place}.".startswith(f"data.{_STATE}."):
                yield f"{stack}/{place}: it is no block: write a JSON object"
        yield from _state_faults(
            stack, blocks.get("data", {}).get(_STATE, {}), stacks if known is None else known, references, stacks
        )
        for section, body in without_comments(json).items():
            for place, text in _texts(body, f"{stack}/{section}", json.get(section)):
                fault = _fault(text, functions, references, literal=section in _LITERAL_SECTIONS)
                if fault:
                    yield f"{place}: {_cut(text)}: {fault}"


def _state_faults(
    stack: str,
    states: Mapping[str, Mapping[str, Any]],
    known: Collection[str],
    references: frozenset[str],
    stacks: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    """Yield the states that are read and are none of the app's, or whose address is another than that stack's own."""
    for name, body in states.items():
        if f"data.{_STATE}.{name}" in references:
            continue
        place = f"{stack}/data.{_STATE}.{_cut(name)}"
        if name.removeprefix(_STACK_OF_THE_APP) == name or name.removeprefix(_STACK_OF_THE_APP) not in known:
            yield f"{place}: it reads a state of no stack of this app: {_remedy('references')}"
        elif any(text != _WORKSPACE for _, text in _texts(body, place, None)):
            yield f"{place}: an expression says where the state is, and would be sent there: write the value"
        elif (other := stacks.get(name.removeprefix(_STACK_OF_THE_APP))) and not _is_state_of(body, other):
            yield f"{place}: its address is not where that stack keeps its state: leave it to the CDK"
        elif other_keys := sorted(body.keys() - _OF_STATE):
            yield f"{place}: it has '{other_keys[0]}', which the CDK does not write: remove it"
        elif body.get("workspace") != _WORKSPACE:
            yield f"{place}: its workspace is not the one that is applied, '{_WORKSPACE}': leave it to the CDK"


def _is_state_of(body: Mapping[str, Any], stack: Mapping[str, Any]) -> bool:
    """Tell whether a data source reads the state that a stack's backend writes."""
    backends = without_lists(stack).get("terraform", {}).get("backend", {"local": {}})
    return any(
        len(backends) == 1 and body.get("backend") == kind and _given(body.get("config", {})) == _given(config)
        for kind, config in backends.items()
    )


def _given(config: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(config, dict):
        return config
    # What is empty, Terraform takes from the environment: the connection to PostgreSQL. How a state is locked says
    # nothing of where it is, and the CDK leaves it out where a state is read.
    return {key: each for key, each in config.items() if each not in (None, "") and key != "use_lockfile"}


def _texts(value: Any, place: str, commented: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    """Yield each text, keys of mappings too, in which Terraform would look for expressions.

    Args:
        value: A value without comments.
        place: Where it stands.
        commented: The same with comments, which say where the construct stands.
    """
    if isinstance(value, str):
        if "${" in value or "%{" in value:
            yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, place, commented[index] if isinstance(commented, list) else None)
    elif isinstance(value, dict):
        whole = commented if isinstance(commented, dict) else {}
        path = construct_path(whole) if COMMENT not in value else None
        for key, item in value.items():
            yield from _texts(str(key), path or place, None)
            below = path or (f"{place}.{key}" if "${" not in str(key) else place)
            yield from _texts(item, below, whole.get(key))


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
    used = sorted({root for root in _roots(expression) if root not in references and not root.startswith(_OURS)})
    if used:
        return f"a reference to '{used[0]}' is not allowed in an expression: {_remedy('references')}"
    return None


def _remedy(kind: str) -> str:
    return f"write the value, or let the app allow it: Guardrails(allowances=[Allowance({kind}=…, reason=…)])"


def _roots(expression: Expression, bound: frozenset[str] = frozenset({SPLAT})) -> Iterator[str]:
    """Yield the first parts of all references, `data` with its type; a name that a `for` binds is none within it."""
    match expression:
        case For(key=key, value=value, source=source):
            yield from _roots(source, bound)
            yield from _roots_below(expression, bound | {value, key or value}, without=source)
        case Repeat(key=key, value=value, source=source, body=body):
            yield from _roots(source, bound)
            yield from _roots(body, bound | {value, key or value})
        case Index():
            base, keys = _path(expression)
            yield from (root for key in keys for root in _roots(key, bound))
            if isinstance(base, Name):
                yield from () if base.name in bound else (_root(base.name, keys),)
            else:
                yield from _roots(base, bound)
        case Name(name=name):
            yield from () if name in bound else (name,)
        case _:
            yield from _roots_below(expression, bound)


def _roots_below(value: object, bound: frozenset[str], *, without: object = None) -> Iterator[str]:
    if isinstance(value, tuple):
        parts: Iterable[object] = value
    elif isinstance(value, Expression):
        parts = (getattr(value, field.name) for field in fields(value))
    else:
        return
    for part in parts:
        if part is without:
            continue
        yield from _roots(part, bound) if isinstance(part, Expression) else _roots_below(part, bound)


def _path(expression: Index) -> tuple[Expression, list[Expression]]:
    """Return what an index starts at, and its keys from there on."""
    keys: list[Expression] = []
    base: Expression = expression
    while isinstance(base, Index):
        keys.insert(0, base.key)
        base = base.of
    return base, keys


def _root(name: str, keys: list[Expression]) -> str:
    if name != "data":
        return name
    kind, source, *_ = (*(key.value if isinstance(key, Literal) else None for key in keys), None, None)
    if kind == _STATE and not str(source).startswith(_STACK_OF_THE_APP):
        return f"data.{kind}.{source}"
    return f"data.{kind}"


def _cut(text: str) -> str:
    shown = one_line(text)  # before it is cut: half a secret is not known for one
    return f"'{shown}'" if len(shown) <= _SHOWN else f"'{shown[:_SHOWN]}…'"

"""Compare what a plan shows of its code, as JSON, with what was synthesized.

Terraform's JSON of a plan has the arguments of all blocks of the root module, expressions of JSON files as they are
written (Terraform: "JSON Output Format", configuration representation). It has no local values, lifecycles and moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["shown_faults"]

# What stands elsewhere in the representation, or not at all.
_META = frozenset({"//", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"})
_REPETITIONS = {"count": "count_expression", "for_each": "for_each_expression"}
_BUILT_IN = frozenset({"terraform"})
_EXPRESSION = frozenset({"constant_value", "references"})
_ABSENT = object()


def shown_faults(document: Mapping[str, Any], code: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the code of a plan has that the synthesized code has not, and the other way round.

    Args:
        document: What `terraform show -json` printed of the plan.
        code: The stack's Terraform JSON.
    """
    configuration = document.get("configuration", {})
    root = configuration.get("root_module", {})
    for name in sorted(root.get("module_calls", {})):
        yield f"its code calls a module '{name}', which is not part of the stack"
    shown = {each["address"]: each for each in root.get("resources", [])}
    written = dict(_resources(code))
    for address in sorted(shown.keys() ^ written.keys()):
        yield f"its code has {address}, which was not synthesized" if address in shown else f"its code lacks {address}"
    for address in sorted(shown.keys() & written.keys()):
        for argument in sorted(_of_resource(shown[address], written[address])):
            yield f"its code has another {argument} of {address} than was synthesized"
    yield from _providers(configuration.get("provider_config", {}), code.get("provider", {}))
    yield from _named("variable", root.get("variables", {}), code.get("variable", {}), ("default", "sensitive"))
    outputs = {name: {**body, "value": body.get("expression", {})} for name, body in root.get("outputs", {}).items()}
    yield from _named("output", outputs, code.get("output", {}), ("sensitive", "value"))


def _resources(code: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section, prefix in (("resource", ""), ("data", "data.")):
        for kind, by_name in code.get(section, {}).items():
            for name, body in by_name.items():
                yield f"{prefix}{kind}.{name}", body


def _of_resource(shown: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    yield from _arguments(shown.get("expressions", {}), written)
    for argument, key in _REPETITIONS.items():
        if not _is_same(shown.get(key, _ABSENT), written.get(argument)):
            yield argument
    if shown.get("provisioners"):
        yield "provisioner"


def _arguments(shown: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    for name in (shown.keys() | written.keys()) - _META:
        if not _is_same(shown.get(name, _ABSENT), written.get(name)):
            yield name


def _is_same(shown: Any, written: Any) -> bool:  # noqa: ANN401 - JSON
    """Tell whether an argument, or the blocks of one name, are what the code says."""
    if shown is _ABSENT or written is None:
        return written in (None, [], {}) and (shown is _ABSENT or _is_null(shown))
    if _is_expression(shown):
        if "constant_value" in shown:
            return bool(shown["constant_value"] == written)
        return "${" in str(written)  # it is an expression in both, which is not shown
    blocks = shown if isinstance(shown, list) else [shown]
    bodies = written if isinstance(written, list) else [written]
    return len(blocks) == len(bodies) and all(
        isinstance(body, dict) and next(_arguments(block, body), None) is None
        for block, body in zip(blocks, bodies, strict=True)
    )


def _is_expression(shown: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(shown, dict) and shown.keys() <= _EXPRESSION


def _is_null(shown: Any) -> bool:  # noqa: ANN401 - JSON
    return shown in ([], {}) or (
        _is_expression(shown) and shown.get("constant_value") is None and "references" not in shown
    )


def _providers(shown: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted((shown.keys() | written.keys()) - _BUILT_IN):
        blocks = written.get(name, [{}])
        blocks = blocks if isinstance(blocks, list) else [blocks]
        expressions = shown.get(name, {}).get("expressions", {})
        if len(blocks) != 1:
            yield f"its code configures the provider '{name}' more than once, of which the plan shows one"
        for argument in sorted(_arguments(expressions, blocks[0])):
            yield f"its code has another {argument} of the provider '{name}' than was synthesized"


def _named(
    kind: str, shown: Mapping[str, Any], written: Mapping[str, Any], arguments: tuple[str, ...]
) -> Iterator[str]:
    for name in sorted(shown.keys() ^ written.keys()):
        yield (
            f"its code has {kind} '{name}', which was not synthesized"
            if name in shown
            else f"its code lacks {kind} '{name}'"
        )
    for name in sorted(shown.keys() & written.keys()):
        for argument in arguments:
            said, body = shown[name].get(argument, _ABSENT), written[name].get(argument)
            same = (
                _is_same(said, body)
                if argument == "value"
                else (None if said is _ABSENT else said or None) == (body or None)
            )
            if not same:
                yield f"its code has another {argument} of {kind} '{name}' than was synthesized"

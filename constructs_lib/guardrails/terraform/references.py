"""What the expressions of one stack refer to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.conversions import EvaluationError
from constructs_lib.guardrails.terraform.decided import adds_defaults, is_decided
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.repetition import Repetition, repetition
from constructs_lib.guardrails.terraform.symbol import OpenMap, Symbol
from constructs_lib.guardrails.terraform.unknown import computed, walked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["References"]

_DATA = "data."
_CONVERTER = "data.keycloak_client_description_converter."
_STATE = "data.terraform_remote_state."
_REMOTE = "cross-stack-reference-input-"


class References:
    """Follows references to variables, local values, resources, and outputs of other stacks.

    Attributes:
        name: Name of the stack.
        json: Its Terraform JSON.
        neighbours: All stacks by name, for references across stacks.
    """

    name: str
    json: Mapping[str, Any]
    neighbours: Mapping[str, References]
    _locals: dict[str, Value]
    _repetitions: dict[str, Repetition]

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """Input variables by name."""
        return dict(self.json.get("variable", {}))

    @property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """Outputs by name, those that carry references across stacks included."""
        return dict(self.json.get("output", {}))

    def _repetition(self, address: str, arguments: Mapping[str, Any]) -> Repetition:
        if address not in self._repetitions:
            self._repetitions[address] = repetition(arguments, Evaluation(self))
        return self._repetitions[address]

    def local(self, name: str) -> Value:
        """Return a local value."""
        if name not in self._locals:
            raw = self.json.get("locals", {})
            # A local value that refers to itself is Terraform's to refuse.
            self._locals[name] = Symbol(f"local.{name}")
            if name in raw:
                self._locals[name] = Evaluation(self).value(raw[name])
        return self._locals[name]

    def remote(self, data_source: str, output: str) -> Value:
        """Return what another stack of the app tells this one."""
        other = self.neighbours.get(data_source.removeprefix(_REMOTE))
        outputs = other.json.get("output", {}) if other else {}
        if other is None or output not in outputs:
            return Symbol(f"{data_source}.{output}")
        return Evaluation(other).value(outputs[output]["value"])

    def _outputs(self, data_source: str) -> dict[str, Value] | None:
        """Return all outputs of another stack of the app; None where it is none."""
        other = self.neighbours.get(data_source.removeprefix(_REMOTE))
        return {name: self.remote(data_source, name) for name in other.outputs} if other else None

    def variable(self, name: str) -> Symbol:
        """Return an input variable, with its default."""
        body = self.variables.get(name, {})
        if adds_defaults(body.get("type", "any")):
            return Symbol(f"var.{name}", variable=name, unread=True)
        default = Evaluation(self).value(body.get("default"))
        return Symbol(f"var.{name}", variable=name, default=None if isinstance(default, Symbol) else default)

    def attribute(self, resource_type: str, path: list[Value]) -> Value:
        """Return what a reference to a resource says: the argument as configured, or a symbol."""
        kind = resource_type.removeprefix(_DATA)
        block = self.json.get("resource" if kind == resource_type else "data", {})
        name, rest = (path[0], path[1:]) if path else (None, [])
        arguments = block.get(kind, {}).get(name) if isinstance(name, str) else None
        address = f"{resource_type}.{name}"
        if arguments is None:
            attribute = rest[0] if rest and isinstance(rest[0], str) else None
            # Declared in another file, if anywhere: it cannot be followed.
            return Symbol(f"{address}.{attribute}", made=True)
        repeated = self._repetition(address, arguments)
        whole = Symbol(address, stack=self.name, address=address)
        names: Mapping[str, Value] = {}
        if "for_each" in arguments or "count" in arguments:
            if not rest:
                return self._all(whole, repeated)
            instance, rest = rest[0], rest[1:]
            known = isinstance(instance, str | int) and instance in repeated.names
            closed = repeated.decided_by is None and None not in repeated.names
            if not known and closed and not isinstance(instance, Symbol):
                raise EvaluationError(f"{address} has no such instance")
            names = (
                repeated.names[instance] if known and isinstance(instance, str | int) else repeated.names.get(None, {})
            )
            whole = replace(whole, instance=instance if isinstance(instance, str | int) else None)
            if not known:
                return self._any(whole, arguments, rest, repeated)
        return self._argument(whole, arguments, rest, names)

    def _any(self, whole: Symbol, arguments: Mapping[str, Any], path: list[Value], repeated: Repetition) -> Value:
        """Return an attribute of an instance that is not known: of any."""
        if not path:
            return whole
        symbol = replace(whole, text=f"{whole.address}.{path[0]}", attribute=_text(path))
        found = [
            self._argument(replace(whole, instance=key), arguments, path, names)
            for key, names in repeated.names.items()
        ]
        return computed(symbol.text, [symbol, *found], choices=found) if found else symbol

    def _argument(
        self, whole: Symbol, arguments: Mapping[str, Any], path: list[Value], names: Mapping[str, Value]
    ) -> Value:
        attribute = _text(path)
        # The provider's id of a realm is its name.
        if str(whole.address).removeprefix(_DATA).startswith("keycloak_realm.") and attribute == "id":
            attribute = "realm"
        if attribute == "id" and str(whole.address).partition(".")[0].endswith("_identity_provider"):
            attribute = "alias"
        if attribute == "outputs" and str(whole.address).startswith(_STATE):
            outputs = self._outputs(str(whole.address).removeprefix(_STATE))
            if outputs is not None:
                return _walked(outputs, path[1:])
        # Whatever goes in comes out.
        if str(whole.address).startswith("terraform_data.") and attribute == "output":
            attribute = "input"
        if attribute is None or attribute not in arguments:
            # A function in the guise of a data source: it gives parts of the text that it is given.
            made = str(whole.address).startswith(_CONVERTER)
            text = f"{whole.address}.{attribute}"
            return replace(
                whole,
                text=text,
                attribute=attribute,
                made=made,
                unread=is_decided(whole, _text(path)) if path else False,
            )
        value = Evaluation(self, names).value(arguments[attribute])
        try:
            value = _walked(value, path[1:])
        except EvaluationError:  # the provider may know more of a block than is written there
            return replace(whole, text=f"{whole.address}.{attribute}", attribute=attribute, unread=True)
        return value

    def _all(self, whole: Symbol, repeated: Repetition) -> Value:
        """Return all instances of a resource, as `for` goes through them."""
        found = {key: replace(whole, instance=key) for key in repeated.names if key is not None}
        if all(isinstance(key, int) for key in found) and found:
            return [*found.values()]
        by_key: dict[str, Value] = {str(key): symbol for key, symbol in found.items()}
        return OpenMap(by_key, whole) if repeated.decided_by else by_key


def _walked(value: Value, path: list[Value]) -> Value:
    for key in path:
        value = walked(value, key)
    return value


def _text(path: list[Value]) -> str | None:
    return path[0] if path and isinstance(path[0], str) else None

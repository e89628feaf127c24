"""Judge small pieces of Terraform JSON by one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.configuration import Configuration

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["faults_of"]


def faults_of(
    rule: Rule,
    resources: dict[str, dict[str, Any]] | None = None,
    *,
    stack: str = "stack",
    **json: Any,  # noqa: ANN401 - JSON
) -> list[str]:
    """Return `label: fault` of each violation in one stack.

    Args:
        rule: The rule.
        resources: Arguments of resources, by `<type>.<name>`.
        stack: Name of the stack.
        json: Other parts of the Terraform JSON: `variable`, `output`, `locals`, `terraform`.
    """
    resource: dict[str, dict[str, Any]] = {}
    for address, arguments in (resources or {}).items():
        resource_type, _, name = address.partition(".")
        resource.setdefault(resource_type, {})[name] = arguments
    configuration = Configuration({stack: {"resource": resource, **json}})
    return [f"{each.subject.label}: {each.fault}" for each in rule.judge(configuration)]

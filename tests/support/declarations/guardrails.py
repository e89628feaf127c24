"""Judge small pieces of Terraform JSON by one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.configuration import Configuration

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["faults_of"]


def faults_of(rule: Rule, resources: dict[str, dict[str, Any]] | None = None, **json: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return `label: fault` of each violation in one stack, `stack` unless it is called otherwise.

    Args:
        rule: The rule.
        resources: Arguments of resources, by `<type>.<name>`.
        json: Other parts of the Terraform JSON: `variable`, `output`, `locals`, `terraform`; and `stack`, its name.
    """
    resource: dict[str, dict[str, Any]] = {}
    for address, arguments in (resources or {}).items():
        resource_type, _, name = address.partition(".")
        resource.setdefault(resource_type, {})[name] = arguments
    configuration = Configuration({json.pop("stack", "stack"): {"resource": resource, **json}})
    return [f"{each.subject.label}: {each.fault}" for each in rule.judge(configuration)]

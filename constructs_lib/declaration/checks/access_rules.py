"""Access rules: about what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.name_pattern import ANY, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import AccessRuleProps, Declaration

__all__ = ["access_rule_findings"]

_THINGS = {"source": "directory or identity provider"}


def access_rule_findings(declaration: Declaration) -> Iterator[Finding]:
    """Every name in a rule is that of something: a rule that can never bite misleads.

    Args:
        declaration: What is declared.
    """
    if not declaration.access_rules:
        return
    known = _known(declaration)
    for name, rule in declaration.access_rules.items():
        subject, place = f"realm '{declaration.realm.name}', access rule '{name}'", ("access_rules", name, rule.kind)
        for key, patterns in rule.statement.conditions.items():
            for index, pattern in enumerate(patterns):
                if key in known and not _means(pattern, known[key]):
                    what = _THINGS.get(key, key)
                    advice = hint(pattern, known[key])
                    yield Finding((*place, "who", key, index), f"{subject}: no {what} '{pattern}': {advice}")
        yield from _unknown_actions(declaration, subject, (*place, "may"), rule)


def _known(declaration: Declaration) -> dict[str, Collection[str]]:
    """Return the names that there are, by the key of a rule; how a consumer proves who it is needs no other."""
    accesses = list(declaration.accesses().values())
    return {
        "consumer": [name for access in accesses for name in access.consumers],
        "person": [name for access in accesses for name in access.people],
        "group": [name for access in accesses for name in access.groups],
        "source": [*declaration.federation, *declaration.identity_providers],
        "application": [
            *(name for access in accesses for name in access.applications),
            # Whoever disables the API in haste need not change rules.
            *(api.client_id for api in declaration.every_api.values() if api.standard_flow or api.direct_access_grants),
        ],
        "team": list(declaration.teams),
    }


def _means(pattern: str, names: Collection[str]) -> bool:
    return pattern == ANY or any(matches(pattern, name) for name in names)


def _unknown_actions(declaration: Declaration, subject: str, place: Path, rule: AccessRuleProps) -> Iterator[Finding]:
    for index, readings in enumerate(rule.statement.readings):
        faults = [_fault(declaration, model, action) for model, action in readings]
        if all(faults):
            # Of a text that is either, what people most likely meant: an action that some model has.
            known = {action for props in declaration.models.values() for action in props.actions}
            as_action = len(readings) > 1 and (_means(readings[0][1], known) or _has_model(declaration, readings[0][0]))
            yield Finding((*place, index), f"{subject}: {faults[0] if as_action else faults[-1]}")


def _has_model(declaration: Declaration, pattern: str) -> bool:
    return pattern == ANY or any(matches(pattern, name) for name in declaration.models)


def _fault(declaration: Declaration, model: str, action: str) -> str | None:
    """Say what is not there of a model's and an action's pattern."""
    models = declaration.models
    if not _has_model(declaration, model):
        return f"no model '{model}': {hint(model, models)}"
    actions = {each for name in models if matches(model, name) for each in models[name].actions}
    if _means(action, actions):
        return None
    which = "" if model == ANY else f" '{model}'"
    where = f"model '{model}' has no action" if model in models else f"no model{which} has an action"
    return f"{where} '{action}': {hint(action, actions)}"

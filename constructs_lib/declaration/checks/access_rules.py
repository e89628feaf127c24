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
    models = declaration.models
    for index, (model, action) in enumerate(rule.statement.actions):
        meant = [name for name in models if matches(model, name)]
        actions = {each for name in meant for each in models[name].actions}
        if not meant and model != ANY:
            yield Finding((*place, index), f"{subject}: no model '{model}': {hint(model, models)}")
        elif not _means(action, actions):
            which = "" if model == ANY else f" '{model}'"
            where = f"model '{model}' has no action" if model in models else f"no model{which} has an action"
            yield Finding((*place, index), f"{subject}: {where} '{action}': {hint(action, actions)}")

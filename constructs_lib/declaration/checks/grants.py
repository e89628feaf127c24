"""Grants: to models and actions that exist, and to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import Path, located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.grants import EVERY_MODEL, NO_END, granted_actions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, Grants

__all__ = ["grant_findings", "unknown_grants"]

# What people write into a group that is no model.
_NO_MODELS = frozenset({"members", "people", "users"})
_MEMBERS = "a group has grants alone, and each person names its groups: write people.<username>.groups"


def grant_findings(declaration: Declaration) -> Iterator[Finding]:
    """Every grant names a declared model and one of its actions; a consumer has at least one grant."""
    realm = f"realm '{declaration.realm.name}'"
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            subject, place = f"{realm}, consumer '{name}'", (*path, "consumers", name)
            if not (consumer.grants or consumer.every_model or consumer.exchange):
                yield Finding(place, f"{subject}: it may call no model: add grants, or remove it")
            yield from unknown_grants(declaration, subject, (*place, "grants"), consumer.grants)
        for name, grants in access.groups.items():
            yield from unknown_grants(declaration, f"{realm}, group '{name}'", (*path, "groups", name), grants)
        for name, person in access.people.items():
            place = (*path, "people", name, "grants")
            yield from unknown_grants(declaration, f"{realm}, person '{name}'", place, person.grants)


def unknown_grants(declaration: Declaration, subject: str, path: Path, grants: Grants) -> Iterator[Finding]:
    """Every grant names a declared model and one of its actions."""
    models = declaration.models
    every_action = sorted({action for model in models.values() for action in model.actions})
    for model, grant in grants.items():
        actions = list(granted_actions(grant))
        if model != EVERY_MODEL and model not in models:
            advice = _MEMBERS if path[-2] == "groups" and model in _NO_MODELS else hint(model, models)
            yield Finding((*path, model), f"{subject}: unknown model '{model}': {advice}")
            continue
        if not actions:
            yield Finding((*path, model), f"{subject}: the grant for '{model}' has no action: add one, or remove it")
        known = every_action if model == EVERY_MODEL else models[model].actions
        for granted in actions:
            if granted.action not in known:
                where = "no model has an action" if model == EVERY_MODEL else f"model '{model}' has no action"
                advice = hint(granted.action, known)
                yield Finding((*path, model, *granted.path), f"{subject}: {where} '{granted.action}': {advice}")
        for granted in actions:
            if granted.until != NO_END and sum(each.action == granted.action for each in actions) > 1:
                text = f"{subject}: '{granted.action}' of '{model}' is granted twice, once until {granted.until}"
                yield Finding((*path, model, *granted.path), f"{text}: keep one of the two")

"""Access rules: about what there is, and kept by every grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.name_pattern import ANY, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.access_rules import BrokenRule
    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import AccessRuleProps, Declaration

__all__ = ["access_rule_findings", "broken_rule_findings"]

_SHOWN = 3
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


def broken_rule_findings(declaration: Declaration, policy: AccessPolicy | None = None) -> Iterator[Finding]:
    """Say which grants break which rule, and whoever lacks what a rule asks for.

    Args:
        declaration: A declaration that passed all other checks.
        policy: Who may call what; left out, it is the declaration's.
    """
    if not declaration.access_rules:
        return
    realm = f"realm '{declaration.realm.name}'"
    for broken in AccessRules(declaration, policy).broken():
        text = _lack(broken) if broken.rule.always else _breach(broken)
        yield Finding(broken.path, f"{realm}, {text}", also=("access_rules", broken.name))


def _breach(broken: BrokenRule) -> str:
    says = "forbids" if broken.rule.never else "keeps for others"
    unknown = any(not each.is_declared for each in broken.principals)
    doubt = "; nobody can say here who that is" if unknown else ""
    return (
        f"{_whom(broken)} may {_what(broken)} ({broken.reason}{doubt}), which access rule '{broken.name}' {says}: "
        f"{_why(broken)}: take the grant back, or change the rule"
    )


def _lack(broken: BrokenRule) -> str:
    if not broken.principals:
        return f"access rule '{broken.name}' is about nobody: change it, or declare whom it is about"
    disabled = "is disabled, and " if not all(each.enabled for each in broken.principals) else ""
    by_login = "" if all(each.is_machine for each in broken.principals) else ", with an application to log in to"
    return (
        f"{_whom(broken)} {disabled}may not for certain use {_what(broken)}, as access rule '{broken.name}' asks: "
        f"{_why(broken)}: grant it without an end{by_login}, or change the rule"
    )


def _why(broken: BrokenRule) -> str:
    return broken.rule.reason.rstrip(".")


def _whom(broken: BrokenRule) -> str:
    return _listed([str(each) for each in broken.principals])


def _what(broken: BrokenRule) -> str:
    return _listed([f"'{pair.role}'" for pair in broken.pairs])


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"


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
            *([declaration.api.client_id] if declaration.api.lets_people_in else []),
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

"""What a plan grants that its code does not: tables of local values are in no plan's JSON, what is made of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.granted_roles import granted_by_id, roles_by_name, roles_of_id
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.plan import Plan
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["grants_beyond_code"]

_ROLE = "keycloak_role"
_HOLDERS = ("user_id", "group_id")


def grants_beyond_code(configuration: Configuration) -> Iterator[Violation]:
    """Object to roles, and to whom has them, that a plan has and its code has not; what is not known there is another.

    Where an argument is more than references to what stacks make, the plan's own value is judged in its place.

    Args:
        configuration: The stacks, with plans of some.
    """
    plans = {stack.name: stack.plan for stack in configuration.stacks if stack.plan}
    if not plans:
        return
    roles = roles_by_name(configuration)
    for grant in configuration.resources():
        argument, planned = granted_by_id(grant.type), grant.planned
        if planned is None or argument is None:
            continue
        yield from _of_roles(configuration, grant, argument, plans[grant.stack], roles)
        for holder in _HOLDERS:
            made = _made(configuration, grant.configured.get(holder))
            if made is not None and planned.values.get(holder) != made:
                yield grant.violation(f"its plan has another {holder} than the code")


def _made(configuration: Configuration, value: Value) -> object:
    """Return what a plan knows of the attribute that a value is; None where it is none, or not known."""
    if not isinstance(value, Symbol) or not value.is_reference or value.attribute is None:
        return None
    target = configuration.target(value)
    return target.planned.values.get(value.attribute) if target and target.planned else None


def _of_roles(
    configuration: Configuration,
    grant: Resource,
    argument: str,
    plan: Plan,
    roles: Mapping[str | None, Sequence[Resource]],
) -> Iterator[Violation]:
    values = [each for each in alternatives(grant.configured.get(argument)) if each is not None]
    coded = [roles_of_id(each, configuration.targets(each), roles) for each in values]
    if grant.planned is None or not all(coded) or (values and not grant.is_reference(argument)):
        return
    found = [role for each in coded for role in each]
    names = {role.text("name") for role in found}
    ids = {role.planned.values.get("id") for role in found if role.planned}
    value = grant.planned.values.get(argument)
    for id_ in value if isinstance(value, list) else [value] if value else ():
        name = _name(configuration, plan, id_)
        if id_ not in ids and (name is None or name not in names):
            said = f"'{name}'" if name else "a role that the plan does not know"
            yield grant.violation(f"its plan grants {said}, which the code does not")
    unknown = grant.planned.unknown.get(argument)
    # What the code leaves out, the provider tells after the apply (`composite_roles` of a new role, provider 5).
    if not unknown or (unknown is True and grant.configured.get(argument) is None):
        return
    elsewhere = set(plan.elsewhere.values())
    if all(_is_known(role, elsewhere) for role in found):
        yield grant.violation("its plan grants a role that an apply alone will know, and the code none")


def _is_known(role: Resource, elsewhere: set[str]) -> bool:
    return bool(role.planned.values.get("id")) if role.planned else (role.text("name") in elsewhere)


def _name(configuration: Configuration, plan: Plan, id_: object) -> str | None:
    text = str(id_)
    names = [each.text("name") for each in configuration.targets(text) if each.type == _ROLE]
    return names[0] if names else plan.elsewhere.get(text)

"""Who gains and who loses by plans of Terraform, in the words of `access diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.model_names import model_and_action
from constructs_lib.declaration.renames import Rename
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.review.change import Change
from constructs_lib.review.difference import Difference, former_names
from constructs_lib.review.granted_changes import granted_changes
from constructs_lib.review.login_changes import login_changes
from constructs_lib.review.owner_changes import owner_changes
from constructs_lib.review.setting_changes import flat_changes
from tools.access.planned.declared import team_of
from tools.access.planned.noted import noted_changes
from tools.access.planned.objects import Objects, is_api_role
from tools.access.planned.parties import kind_of_client
from tools.access.planned.remaining import remaining_changes
from tools.access.planned.settings import UNSET
from tools.access.planned.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.renames import RenamedKind
    from constructs_lib.review.settings import Path, Value
    from tools.access.planned.rest import Rest
    from tools.access.planned.stack import PlannedStack

__all__ = ["planned_difference"]

_SECRET = "client_secret"  # noqa: S105 - the name of an argument


def planned_difference(
    stacks: Sequence[PlannedStack], rest: Rest | None = None, owners: Mapping[str, str | None] | None = None
) -> Difference:
    """Return what an apply of some plans does to access.

    Args:
        stacks: Plans of stacks of one environment.
        rest: What is declared in stacks without a plan, where it is known what becomes of them.
        owners: From a model to the team that owns it, where that is known: no plan has it.
    """
    objects = Objects(stacks)
    complete = rest is not None or _is_complete(stacks)
    renames = tuple(_renames(objects))
    models = {rename.old: rename.new for rename in renames if rename.kind == "models"}
    before, after = (
        Side.of(objects, models, rest, owners or {}, later=later, complete=complete) for later in (False, True)
    )
    unread = [_unread_change(*each) for each in sorted(before.grants.unread | after.grants.unread)]
    unread += [
        Change("risk", f"stack {stack.name}", fault, weighty=True, is_setting=True)
        for stack in stacks
        for fault in stack.faults
    ]
    destroyed = [*_destroyed_realms(objects)]
    if before.is_empty != after.is_empty and not (rest and rest.has_realm):
        return Difference.ordered([_whole(before, after, destroyed), *unread])
    changes = [
        *(Change("loss", "environment", f"loses all that is there: {text}", weighty=True) for text in destroyed),
        *granted_changes(before.review, after.review),
        *login_changes(before.review, after.review, complete=complete),
        *flat_changes(*_settings(before, after), after.review if complete else None),
        *former_names(before.declared.declaration, after.declared.declaration),
        *owner_changes(
            before.declared.declaration,
            after.declared.declaration,
            unknown=before.declared.groups_elsewhere | after.declared.groups_elsewhere,
        ),
        *noted_changes(before, after, complete=complete),
        *remaining_changes(objects, _told(before, after, models)),
        *unread,
    ]
    return Difference.ordered(changes, renames)


def _settings(before: Side, after: Side) -> tuple[dict[Path, Value], dict[Path, Value]]:
    """Return the settings of both sides, those that can be compared.

    A secret that comes or goes does so by another way to prove who one is. Of what moves to another stack, or is made
    anew, settings that nobody sets are not compared.
    """
    sides = dict(before.settings), dict(after.settings)
    for path, value in after.settings.items():
        if value is UNSET:
            sides[1][path] = before.settings.get(path)
    for path in [path for path in sides[0].keys() | sides[1].keys() if path[-1] == _SECRET]:
        if None in (sides[0].get(path), sides[1].get(path)):
            for settings in sides:
                settings.pop(path, None)
    return sides


def _is_complete(stacks: Sequence[PlannedStack]) -> bool:
    """Whether there is a plan of every stack, as the one with the realm says; without teams, that is the only one."""
    with_realm = [stack for stack in stacks if any(each.type == "keycloak_realm" for each in stack.instances)]
    named = {name for stack in with_realm for name in stack.stacks}
    return bool(with_realm) and named <= {stack.name for stack in stacks}


def _renames(objects: Objects) -> Iterator[Rename]:
    kinds: dict[str, RenamedKind] = {"keycloak_group": "groups", "keycloak_user": "people"}
    found: dict[tuple[str, str, str], Rename] = {}
    for instance in objects.of("keycloak_role", "keycloak_group", "keycloak_user", "keycloak_openid_client"):
        if not (instance.before and instance.after):
            continue
        argument = {"keycloak_user": "username", "keycloak_openid_client": "client_id"}.get(instance.type, "name")
        old, new = str(instance.before.get(argument)), str(instance.after.get(argument))
        if old == new or instance.before.get("parent_id"):
            continue
        if instance.type == "keycloak_role":
            was, becomes = model_and_action(old), model_and_action(new)
            # The key of a bound role says no former name of its model: that is told by its scopes.
            if not (is_api_role(instance) and was and becomes) or instance.index not in (None, new):
                continue
            kind: RenamedKind = "models"
            old, new = was[0], becomes[0]
        elif instance.type == "keycloak_openid_client":
            client = kind_of_client(instance)
            if client == "api":
                continue
            kind = client
        else:
            kind = kinds[instance.type]
        if old != new:
            found[kind, old, new] = Rename(team_of(instance.stack), kind, new, old)
    yield from found.values()


def _told(before: Side, after: Side, models: Mapping[str, str]) -> frozenset[str]:
    """Return the things that come and go as a whole, renamed ones among them."""
    renamed = {
        f"model {model}:{action}"
        for old, new in models.items()
        for model in (old, new)
        for action in after.grants.models.get(new, ())
    }
    return before.things ^ after.things | renamed


def _destroyed_realms(objects: Objects) -> Iterator[str]:
    """Say which realms an apply destroys, to make them anew or not: Keycloak keeps nothing of what was in them."""
    for each in objects.of("keycloak_realm"):
        if each.before is not None and (each.after is None or each.replaced):
            yield f"realm {one_line(str(each.before.get('realm')))} is destroyed, with everybody and everything in it"


def _whole(before: Side, after: Side, destroyed: Sequence[str]) -> Change:
    """Return in one line what a first deployment makes, or what the last one leaves of an environment: nothing."""
    side = after if before.is_empty else before
    declared = side.declared.declaration
    accesses = declared.accesses().values()
    counts = {
        ("model", "models"): len(declared.models),
        ("consumer", "consumers"): sum(len(access.consumers) for access in accesses),
        ("person", "people"): sum(len(access.people) for access in accesses),
        ("group", "groups"): sum(len(access.groups) for access in accesses),
        ("application", "applications"): sum(len(access.applications) for access in accesses),
    }
    words = (f"{count} {one if count == 1 else many}" for (one, many), count in counts.items() if count)
    listed = ", ".join(words) or ("; ".join(destroyed) if after.is_empty else "") or "nobody in it"
    wide = sum(map(side.is_wide, side.review.principals))
    every = f"; {wide} of its principals may use every model" if wide else ""
    if before.is_empty:
        return Change("gain", "environment", f"is new: {listed}{every}")
    return Change("loss", "environment", f"is removed: {listed}", weighty=True)


def _unread_change(subject: str, what: str) -> Change:
    return Change(
        "risk",
        subject,
        f"{what} cannot be read: give the plan that terraform plan -out has saved",
        weighty=True,
        is_setting=True,
    )

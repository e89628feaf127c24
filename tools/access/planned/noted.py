"""What plans change that no declaration could say: roles of others, members of groups whom nobody here knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.declaration.props.grants import EVERY_MODEL
from constructs_lib.review.change import Change
from constructs_lib.review.principal_changes import MANAGE
from tools.access.planned.scope_names import asked_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.review.change import Effect
    from tools.access.planned.side import Side

__all__ = ["noted_changes"]


def noted_changes(before: Side, after: Side, *, complete: bool) -> Iterator[Change]:
    """Yield it.

    Args:
        before: Before the apply.
        after: After it.
        complete: The plans are of all stacks.
    """
    yield from _beyond(before, after)
    yield from _elsewhere(before, after)
    yield from _memberless(before, after, complete=complete)
    yield from _composites(before, after)
    yield from _without_scopes(before, after)


def _beyond(before: Side, after: Side) -> Iterator[Change]:
    """Yield roles that are none of a model: of another client, or that no plan names."""
    for subject, what in sorted(after.declared.beyond - before.declared.beyond):
        yield Change("gain", subject, f"gains {what}", "what it opens is not known here", weighty=True)
    for subject, what in sorted(before.declared.beyond - after.declared.beyond):
        yield Change("loss", subject, f"loses {what}")


def _elsewhere(before: Side, after: Side) -> Iterator[Change]:
    """Yield who joins and leaves groups whose stack has no plan: nobody can say here what those bring."""
    unknown = before.declared.groups_elsewhere | after.declared.groups_elsewhere
    why = "its grants are in a stack whose plan was not given"
    for name in sorted({*before.grants.people, *after.grants.people}):
        old, new = (
            side.grants.people[name].groups & unknown if name in side.grants.people else set()
            for side in (before, after)
        )
        yield from (
            Change("gain", f"person {name}", f"joins group {group}", why, weighty=True) for group in sorted(new - old)
        )
        yield from (Change("loss", f"person {name}", f"leaves group {group}", why) for group in sorted(old - new))


def _memberless(before: Side, after: Side, *, complete: bool) -> Iterator[Change]:
    """Yield what groups gain and lose whose members are not all known: in other stacks, or put there by others."""
    for name in sorted({*before.grants.groups, *after.grants.groups}):
        old, new = (_pairs_of_group(side, name) for side in (before, after))
        if old == new or (complete and any(_has_members(side, name) for side in (before, after))):
            continue
        why = "nobody is known to be in it" if complete else "people of stacks whose plans were not given may be in it"
        told: tuple[tuple[Effect, str, frozenset[ModelAction]], ...] = (
            ("gain", "gains", new - old),
            ("loss", "loses", old - new),
        )
        for effect, verb, pairs in told:
            if pairs:
                roles = tuple(pair.shown for pair in sorted(pairs))
                manages = any(pair.action == MANAGE for pair in pairs)
                weighty = effect == "gain" and (manages or _is_wide(after, name))
                yield Change(effect, f"group {name}", f"{verb} {', '.join(roles)}", why, weighty, pairs=roles)


def _pairs_of_group(side: Side, name: str) -> frozenset[ModelAction]:
    for access in side.declared.declaration.accesses().values():
        if name in access.groups:
            return side.review.policy.allowed(access.groups[name])
    return frozenset()


def _is_wide(side: Side, name: str) -> bool:
    """Whether a group may use every model, those to come too."""
    return any(EVERY_MODEL in access.groups.get(name, ()) for access in side.declared.declaration.accesses().values())


def _has_members(side: Side, name: str) -> bool:
    named = any(
        name in person.groups
        for access in side.declared.declaration.accesses().values()
        for person in access.people.values()
    )
    return named or any(principal.group == name for principal in side.review.principals)


def _composites(before: Side, after: Side) -> Iterator[Change]:
    """Yield where a role behind `*` brings something else than every model's action."""
    for role in sorted(before.grants.composites.keys() & after.grants.composites.keys()):
        lacks, extra = [], []
        for side in (before, after):
            expected = frozenset(side.review.policy.composites.get(role, ()))
            lacks.append(expected - side.grants.composites[role])
            extra.append(side.grants.composites[role] - expected)
        subject = f"everybody with role {role}"
        told: tuple[tuple[Effect, str, frozenset[str]], ...] = (
            ("gain", "gains", (lacks[0] - lacks[1]) | (extra[1] - extra[0])),
            ("loss", "loses", (lacks[1] - lacks[0]) | (extra[0] - extra[1])),
        )
        for effect, verb, names in told:
            if names:
                yield Change(effect, subject, f"{verb} {', '.join(sorted(names))}", weighty=effect == "gain")


def _without_scopes(before: Side, after: Side) -> Iterator[Change]:
    """Yield roles of models that consumers get without their scopes: one scope more, and tokens have them."""
    for name, holder in sorted(after.grants.consumers.items()):
        known = before.grants.consumers.get(name)
        asked = {pair for scope in holder.scopes if (pair := asked_pair(after.grants.later_scope(scope)))}
        for role in sorted(holder.roles - (known.roles if known else set())):
            model, action = after.grants.pair(role)
            if role in after.grants.access_roles.values():  # its name may look like a model's
                continue
            if model and holder.is_gated and not is_every_model(model) and (model, action) not in asked:
                why = "it may not ask for its scope yet, so no token of its has it"
                yield Change("risk", f"consumer {name}", f"gets role {role}", why)

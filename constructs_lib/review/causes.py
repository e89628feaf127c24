"""What was written otherwise, so that somebody gains or loses."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_reasons import declared_path
from constructs_lib.declaration.principals import groups_of
from constructs_lib.review.change import Cause
from constructs_lib.review.wording import factors_in_words, grants_in_words, shortly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import AccessProps, Declaration, Grants

__all__ = ["Causes", "common_path", "principal_path"]


def common_path(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the keys that all paths begin with."""
    first, last = min(paths), max(paths)
    same = takewhile(lambda keys: keys[0] == keys[1], zip(first, last, strict=False))
    return tuple(key for key, _ in same)


class Causes:
    """Finds causes between two declarations.

    Args:
        base: Before, by the names of after.
        head: After.
    """

    def __init__(self, base: Declaration, head: Declaration) -> None:
        self._base, self._head = base, head

    def of_grant(
        self,
        sides: tuple[Principal | None, Principal | None],
        pair: ModelAction,
        reasons: Sequence[Reason],
        *,
        now: bool,
    ) -> Cause:
        """Return why somebody may do something on one side, and not on the other, or not so.

        Args:
            sides: Whom it is about, before and after; None where they are not there.
            pair: What they may do.
            reasons: Why they may, on the side where they may.
            now: That side is the one after.
        """
        here, there = (self._head, self._base) if now else (self._base, self._head)
        one, other = (sides[1], sides[0]) if now else sides
        wide = next((reason for reason in reasons if reason.is_wide), None)
        reason = wide or reasons[0]
        model = there.models.get(pair.model)
        if (model is None or pair.action not in model.actions) and (wide or not now):
            return self._model(pair.model)
        if one is None or other is None:
            return self._coming(one or other, here, there)
        if not (there.realm.enabled and other.enabled):
            return self._enabled(one, there)
        if reason.kind != "group":
            return Cause(reason.path)
        if reason.group not in groups_of(there.accesses(), other):
            return self.of_membership(one if now else other)
        return self._group(reason.group)

    def of_membership(self, principal: Principal) -> Cause:
        """Return why somebody is in other groups than before."""
        if principal.is_declared:
            old, new = (groups_of(side.accesses(), principal) for side in (self._base, self._head))
            text = f"{principal}: groups are now {_names(new)} (were: {_names(old)})"
            return Cause((*principal_path(principal), "groups"), text, (principal.name, *sorted(old | new)))
        path = _mapping(principal, self._head) or _mapping(principal, self._base)
        if path is None:
            return self._external()
        was, now = (_mapped(path, side) for side in (self._base, self._head))
        put = f"are now put into group {now}" if now else "are put into no group any more"
        text = f"{principal} {put}{f' (was: {was})' if was else ''}"
        return Cause(path, text, (principal.name, *filter(None, (was, now))))

    def of_factor(self, principal: Principal) -> Cause:
        """Return why somebody's second factor is another one."""
        groups = (groups_of(side.accesses(), principal) for side in (self._base, self._head))
        for group in sorted(frozenset().union(*groups)):
            old, new = (_factor(side, group) for side in (self._base, self._head))
            if old != new:
                path = self.of_group_factor(group).path
                words = [factors_in_words([each] if each else []) for each in (old, new)]
                return Cause(path, f"group {group}: second factor is now {words[1]} (was: {words[0]})", (group,))
        return self.of_membership(principal)

    def of_group_factor(self, group: str) -> Cause:
        """Return where it is written that a group asks for a second factor, or did."""
        sides = (side.accesses().items() for side in (self._head, self._base))
        teams = (team for accesses in sides for team, access in accesses if group in access.second_factor)
        return Cause(declared_path(next(teams, None), "second_factor", group))

    def _coming(self, principal: Principal | None, here: Declaration, there: Declaration) -> Cause:
        """Return why somebody is on one side alone."""
        if principal is None:
            raise ValueError("somebody is on one side at least")
        if principal.is_declared:
            return Cause(principal_path(principal))
        owned = any(principal.group in access.groups for access in there.accesses().values())
        if principal.kind == "group" and not owned:
            return self._group(principal.group)
        if principal.kind == "group":
            return self._external()
        path = _mapping(principal, here)
        is_new = path is not None and path[1] not in {**there.federation, **there.identity_providers}
        if not (path and is_new):
            return self.of_membership(principal)
        thing = "directory" if principal.kind == "directory" else "identity provider"
        word = "new" if here is self._head else "removed"
        return Cause(path[:2], f"{thing} {principal.source} is {word}", (principal.source,))

    def _enabled(self, principal: Principal, there: Declaration) -> Cause:
        """Return what keeps somebody from every token on one side."""
        switched = _switched(on=there is self._base)
        if not there.realm.enabled:
            return Cause(("realm", "enabled"), f"realm: enabled is now {switched}")
        text = f"{principal}: enabled is now {switched}" if principal.is_declared else ""
        return Cause((*principal_path(principal), "enabled"), text, (principal.name,))

    def _external(self) -> Cause:
        label = "environment: people whom others put into groups is now"
        return Cause(("external_people",), f"{label} {_switched(on=self._head.external_people)}")

    def _group(self, name: str) -> Cause:
        (old_team, old), (new_team, new) = _grants(self._base, name), _grants(self._head, name)
        path = declared_path(old_team if new is None else new_team, "groups", name)
        if new is None:
            return Cause(path, f"group {name} is removed", (name,))
        granted, names = grants_in_words(new)
        if old is None:
            return Cause(path, f"group {name} is new: grants {granted}", (name, *names))
        was, more = grants_in_words(old)
        changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        text = f"group {name}: grants are now {granted} (were: {was})"
        return Cause((*path, *changed) if len(changed) == 1 else path, text, (name, *names, *more))

    def _model(self, name: str) -> Cause:
        old, new = self._base.models.get(name), self._head.models.get(name)
        if old and new:
            text = f"model {name}: actions are now {', '.join(new.actions)} (were: {', '.join(old.actions)})"
            return Cause(("models", name, "actions"), text, (name,))
        text = f"is new: {', '.join(sorted(new.actions))}" if new else "is removed"
        return Cause(("models", name), f"model {name} {text}", (name,))


def principal_path(principal: Principal) -> tuple[str, ...]:
    """Return where somebody is declared, or what they come from."""
    if principal.source:
        return ("federation" if principal.kind == "directory" else "identity_providers", principal.source)
    return declared_path(principal.team, "consumers" if principal.is_machine else "people", principal.name)


def _switched(*, on: bool) -> str:
    return "on (was: off)" if on else "off (was: on)"


def _names(groups: frozenset[str]) -> str:
    return shortly(sorted(groups)) or "none"


def _factor(declaration: Declaration, group: str) -> str:
    every: Mapping[str | None, AccessProps] = declaration.accesses()
    return next((str(access.second_factor[group]) for access in every.values() if group in access.second_factor), "")


def _grants(declaration: Declaration, group: str) -> tuple[str | None, Grants | None]:
    for team, access in declaration.accesses().items():
        if group in access.groups:
            return team, access.groups[group]
    return None, None


def _mapping(principal: Principal, declaration: Declaration) -> tuple[str, ...] | None:
    """Return where people of an undeclared kind are put into a group."""
    name = principal.name.removeprefix(f"{principal.source}:")
    if principal.kind == "directory":
        directory = declaration.federation.get(principal.source)
        mapped = directory.groups.map if directory and directory.groups else {}
        return ("federation", principal.source, "groups", "map", name) if name in mapped else None
    provider = declaration.identity_providers.get(principal.source)
    for claim, values in provider.claims.items() if provider else ():
        for value in values:
            if f"{claim}={value}" == name:
                return ("identity_providers", principal.source, "claims", claim, value)
    return None


def _mapped(path: tuple[str, ...], declaration: Declaration) -> str:
    """Return the group that a mapping leads to."""
    if path[0] == "federation":
        directory = declaration.federation.get(path[1])
        return directory.groups.map.get(path[-1], "") if directory and directory.groups else ""
    provider = declaration.identity_providers.get(path[1])
    return provider.claims.get(path[3], {}).get(path[4], "") if provider else ""

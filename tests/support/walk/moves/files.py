"""Teams, and what moves from one file to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.walk import pools
from tests.support.walk.document import KINDS
from tests.support.walk.references import refer_to, remove_empty

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document

__all__ = ["MOVES"]


def move(choices: Choices, document: Document) -> str | None:
    """Move somebody, or a group with its second factor, to another file."""
    entries = document.entries("consumers", "applications", "people", "groups")
    if not entries:
        return None
    entry = choices.one(entries)
    others = [team for team in (None, *document.teams) if team != entry.team]
    if not others:
        return None
    to = choices.one(others)
    document.section(entry.kind, to)[entry.name] = entry.owner.pop(entry.name)
    factor = document.of(entry.team).get("second_factor", {}).pop(entry.name, None) if entry.kind == "groups" else None
    if factor:
        document.section("second_factor", to)[entry.name] = factor
    document.tidy()
    return f"move {entry.kind} {entry.name} from {entry.team or 'the environment'} to {to or 'the environment'}"


def add_team(choices: Choices, document: Document) -> str | None:
    """Add a team, with one consumer."""
    left = [team for team in pools.TEAMS if team not in document.teams]
    names = [name for name in pools.CLIENTS if name not in document.names("consumers", "applications")]
    models = list(document.tree.get("models", {}))
    if not left or not names or not models:
        return None
    team, name = choices.one(left), choices.one(names)
    document.section("teams")[team] = {"consumers": {name: {"grants": {choices.one(models): ["predict"]}}}}
    return f"add team {team} with consumer {name}"


def remove_team(choices: Choices, document: Document) -> str | None:
    """Take a team out with all that is its own; the last one stays."""
    if len(document.teams) < 2:
        return None
    team = choices.one(list(document.teams))
    gone = document.tree["teams"].pop(team)
    for kind in ("groups", "applications"):
        for name in gone.get(kind, {}):
            refer_to(document, kind, name, None)
    refer_to(document, "teams", team, None)
    remove_empty(document)
    return f"remove team {team}"


def dissolve_teams(choices: Choices, document: Document) -> str | None:
    """Declare everything in the environment's own file: one stack in place of many."""
    if not document.teams or not choices.sometimes(4):
        return None
    for team, access in document.teams.items():
        for kind in (*KINDS, "second_factor"):
            document.section(kind).update(access.get(kind, {}))
        refer_to(document, "teams", team, None)
    del document.tree["teams"]
    document.tidy()
    return "dissolve all teams"


def rename_team(choices: Choices, document: Document) -> str | None:
    """Give a team's file another name."""
    left = [team for team in pools.TEAMS if team not in document.teams]
    if not left or not document.teams:
        return None
    old, new = choices.one(list(document.teams)), choices.one(left)
    document.tree["teams"][new] = document.tree["teams"].pop(old)
    refer_to(document, "teams", old, new)
    return f"rename team {old} to {new}"


def change_openness(choices: Choices, document: Document) -> str | None:
    """Let a model have another owner, or be open to others."""
    models = document.tree.get("models", {})
    if not models or not document.teams:
        return None
    name, teams = choices.one(list(models)), list(document.teams)
    for key in ("owner", "open_to"):
        models[name].pop(key, None)
    if choices.sometimes(2):
        models[name] |= {"owner": choices.one(teams), "open_to": choices.one(("*", teams))}
    return f"model {name}: owner {models[name].get('owner')}, open to {models[name].get('open_to')}"


MOVES = (move, move, move, add_team, remove_team, dissolve_teams, rename_team, change_openness)

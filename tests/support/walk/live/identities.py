"""Whether things are still the same ones: what keeps its name, moves or is renamed keeps its id in Keycloak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from constructs_lib.declaration.renames import renames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.renames import Rename
    from tests.support.walk.live.export import Json

__all__ = ["identities_of", "made_anew"]

Thing = tuple[str, str]
"""What something is in Keycloak, and its name there."""
Place = tuple[str, str | None]
"""Where it is declared: the kind, and the team."""

_LABELS = {"consumers": "client", "applications": "client", "people": "person", "groups": "group"}


def identities_of(export: Json, declaration: Declaration) -> dict[Thing, str]:
    """Return Keycloak's ids of clients, people, groups, and the roles of the API's client.

    Args:
        export: What `export_realm` read.
        declaration: What is declared.
    """
    roles = export["roles"].get("client", {}).get(declaration.sole_api.client_id, ())
    return {
        **{("client", client["clientId"]): client["id"] for client in export["clients"]},
        **{("person", user["username"]): user["id"] for user in export["users"]},
        **{("group", group["name"]): group["id"] for group in export.get("groups", ())},
        **{("role", role["name"]): role["id"] for role in roles},
    }


def made_anew(
    before: Declaration, after: Declaration, old_ids: Mapping[Thing, str], new_ids: Mapping[Thing, str]
) -> tuple[str, ...]:
    """Return what has another id than before a deployment, though it should have been left or renamed in place.

    Args:
        before: What was declared.
        after: What is declared.
        old_ids: Keycloak's ids before.
        new_ids: Keycloak's ids now.
    """
    return tuple(
        f"made anew: {now[0]} {now[1]}" + (f", before {was[1]}" if was != now else "")
        for now, was in _kept(before, after)
        if was in old_ids and now in new_ids and old_ids[was] != new_ids[now]
    )


def _kept(before: Declaration, after: Declaration) -> Iterator[tuple[Thing, Thing]]:
    """Yield what must still be there, and what it was before."""
    if before.realm.name != after.realm.name:
        return
    old, new = dict(_things(before)), dict(_things(after))
    # To another file, a name may move; between kinds, it is another thing.
    yield from ((thing, thing) for thing, (kind, _) in new.items() if thing in old and old[thing][0] == kind)
    if bool(before.teams) != bool(after.teams):
        return  # `renamed_from` is of one state
    for rename in renames(after):
        for was, now in _names(rename, after):
            if now not in old and old.get(was) == new.get(now):
                yield now, was


def _things(declaration: Declaration) -> Iterator[tuple[Thing, Place]]:
    api = declaration.sole_api.client_id
    yield ("client", api), ("api", None)
    yield from ((("role", pair.role), (f"roles of {api}", None)) for pair in AccessPolicy(declaration).model_actions)
    for team, access in declaration.accesses().items():
        yield from (
            (("client", client_id), ("consumers", team))
            for name, consumer in access.consumers.items()
            for client_id in consumer.client_ids(name)
        )
        yield from ((("client", name), ("applications", team)) for name in access.applications)
        yield from ((("person", name), ("people", team)) for name in access.people)
        yield from ((("group", name), ("groups", team)) for name in access.groups)


def _names(rename: Rename, declaration: Declaration) -> Iterator[tuple[Thing, Thing]]:
    """Yield each former name with the new one."""
    if rename.kind == "models":
        for pair in AccessPolicy(declaration).model_actions:
            if pair.model == rename.new:
                yield ("role", ModelAction(rename.old, pair.action).role), ("role", pair.role)
        return
    pairs = [(rename.old, rename.new)]
    if rename.kind == "consumers":
        consumer = declaration.accesses()[rename.team].consumers[rename.new]
        pairs = list(zip(consumer.client_ids(rename.old), consumer.client_ids(rename.new), strict=True))
    label = _LABELS[rename.kind]
    yield from (((label, was), (label, now)) for was, now in pairs)

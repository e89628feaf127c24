"""What is to be said of a plan as a whole: why nothing is to be concluded from it, and which realms go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["destroyed_realms", "plan_faults", "unplanned_changes"]


def plan_faults(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a plan does not show all that an apply would do.

    Args:
        document: The JSON output format of a plan (Terraform: "JSON Output Format", format version 1).
    """
    if document.get("errored"):
        yield "it ended in an error: plan again"
    # Older versions do not say.
    if document.get("complete") is False or document.get("deferred_changes"):
        yield "it leaves changes to a later one"
    planned = _planned(document)
    for entry in _managed(document):
        change = entry.get("change", {})
        if "actions" in change and _contradicts_itself(change):
            yield (
                f"its change of {entry.get('address')} is not what its values before and after say: show the plan that "
                "terraform plan -out has saved"
            )
        if _differs(planned.get(str(entry.get("address")), {}).get("values") or {}, change.get("after")):
            yield (
                f"it plans {entry.get('address')} with other values than its change ends with: show the plan that "
                "terraform plan -out has saved"
            )


def unplanned_changes(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an apply would do to resources that rules, which read what is planned, do not see.

    Args:
        document: As above.
    """
    planned = _planned(document)
    for entry in _managed(document):
        actions = set(entry.get("change", {}).get("actions", ()))
        if actions in ({"delete"}, {"forget"}):
            continue
        if planned.get(str(entry.get("address")), {}).get("type") != entry.get("type"):
            yield (
                f"its change of {entry.get('address')} is not among what it plans: show the plan that terraform plan "
                "-out has saved"
            )


def destroyed_realms(document: Mapping[str, Any]) -> Iterator[str]:
    """Say which realms an apply destroys, to make them anew or not.

    Args:
        document: As above.
    """
    for entry in document.get("resource_changes", []):
        change = entry.get("change", {})
        if entry.get("type") == "keycloak_realm" and "delete" in change.get("actions", ()):
            realm = (change.get("before") or {}).get("realm")
            yield f"it destroys realm '{one_line(str(realm))}', with everybody and everything in it"


def _contradicts_itself(change: Mapping[str, Any]) -> bool:
    """Tell whether actions are others than the values ask for, which Terraform never writes."""
    actions, before, after = set(change["actions"]), change.get("before"), change.get("after")
    if "forget" in actions:
        return False
    if actions == {"no-op"}:
        return bool(before != after or _any_unknown(change.get("after_unknown")))
    # Of what is made, nothing may be known yet; what is replaced was there.
    return bool((before is None) != (actions == {"create"}) or (after is None) != (actions == {"delete"}))


def _managed(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a plan says of each resource that is made, and not looked up alone."""
    return (entry for entry in document.get("resource_changes", []) if entry.get("mode") == "managed")


def _planned(document: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return what is planned, with the values that it will have, by its address."""
    root = document.get("planned_values", {}).get("root_module", {})
    return {str(each.get("address")): each for each in _resources(root)}


def _resources(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def _differs(planned: Mapping[str, Any], after: Mapping[str, Any] | None) -> bool:
    """Tell whether a value is another one where a plan says it twice; what no apply knows yet is left out of either."""
    return after is not None and any(planned[name] != after[name] for name in planned.keys() & after.keys())


def _any_unknown(marks: object) -> bool:
    inner = marks.values() if isinstance(marks, dict) else marks if isinstance(marks, list) else ()
    return marks is True or any(map(_any_unknown, inner))

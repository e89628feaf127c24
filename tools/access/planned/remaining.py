"""What plans change beside all that is known to mean something: told as it is, so that nothing is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM, GROUPS_CLAIM
from constructs_lib.review.change import Change
from constructs_lib.review.settings import Concealed
from tools.access.planned.acting import actor_member
from tools.access.planned.api_audiences import ApiAudiences
from tools.access.planned.mapped_people import is_claim_mapper
from tools.access.planned.settings import TOLD_BY_SETTING, settings_of
from tools.access.planned.stack import UNKNOWN
from tools.runner.things import Things, base_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tools.access.planned.objects import Objects
    from tools.access.planned.stack import Instance

__all__ = ["remaining_changes"]

# What is told by principal, or is Terraform's own memory of an order, of which nothing is in Keycloak.
_TOLD = TOLD_BY_SETTING | {
    "keycloak_group",
    "keycloak_group_roles",
    "keycloak_ldap_group_mapper",
    "keycloak_openid_client_default_scopes",
    "keycloak_openid_client_optional_scopes",
    "keycloak_user_groups",
    "keycloak_user_roles",
    "terraform_data",
}
_PASSED_OVER = frozenset({"id", "internal_id", "description", "consent_screen_text", "gui_order", "display_name"})
_PASSED_OVER_OF = {"keycloak_role": frozenset({"name", "composite_roles"})}
_ACCESS_SCOPE = "AccessRole_Scope"
_COMPATIBILITY = "Realm_Compatibility_"
_FLOW = "keycloak_authentication_"
_GRANTING = re.compile(
    r".*(role|permission|policy|membership|default_groups|identity_provider_mapper|protocol_mapper).*"
)
_NAMES = ("name", "alias", "authenticator", "client_id")
_LONGEST = 100
_MANY = 3


def remaining_changes(objects: Objects, told: Collection[str]) -> Iterator[Change]:
    """Yield what is told by nobody else, by the thing that it is part of.

    Args:
        objects: Everything in the plans.
        told: Things that come, go or get another name, as a whole: `consumer batch`.
    """
    names = {stack.name: Things(stack.paths) for stack in objects.stacks}
    found: defaultdict[str, list[Change]] = defaultdict(list)
    audiences = ApiAudiences(objects)
    for type_ in objects.by_type.keys() - _TOLD:
        for instance in objects.of(type_):
            if instance.before != instance.after and not _is_told(instance, audiences):
                is_flow = instance.type.startswith(_FLOW)
                subject = "login flows" if is_flow else names[instance.stack].name_of(instance.address)
                if subject not in told:
                    found[subject] += _changes(instance, subject)
    for subject in sorted(found):
        yield from _collapsed(subject, found[subject])


def _is_told(instance: Instance, audiences: ApiAudiences) -> bool:
    """Whether a mapper, or a role, says something that is told by another name."""
    if _COMPATIBILITY in instance.name:  # comes and goes by its keys; what else becomes of it, no key says
        return instance.before is None or instance.after is None
    values = instance.after or instance.before or {}
    if instance.type == "keycloak_custom_identity_provider_mapper":
        return is_claim_mapper(values)
    if instance.type == "keycloak_generic_protocol_mapper":
        return audiences.tell(instance) or all(
            _is_told_claim(instance, side) for side in (instance.before, instance.after) if side
        )
    return False


def _is_told_claim(instance: Instance, values: Any) -> bool:  # noqa: ANN401 - whatever a plan holds
    config = values.get("config") or {}
    if settings_of(instance, values):
        return True
    if actor_member(instance, values):
        return True
    if not isinstance(config, dict):  # known after the apply
        return False
    if config.get("claim.name") == CLIENT_ID_CLAIM and config.get("claim.value"):
        return bool(instance.index is None or config["claim.value"] == instance.index)
    return bool(config.get("claim.name") == GROUPS_CLAIM and "group" in str(values.get("protocol_mapper")))


def _changes(instance: Instance, subject: str) -> list[Change]:
    before, after = instance.before, instance.after
    own = next((str(values[key]) for values in (after, before) if values for key in _NAMES if values.get(key)), "")
    label = " ".join(filter(None, (instance.type.removeprefix("keycloak_").replace("_", " "), one_line(own))))
    grants = bool(_GRANTING.fullmatch(instance.type)) and after is not None
    if before is None or after is None:
        text = f"{'gets' if after is not None else 'loses'} {label}"
        return [Change("risk" if grants else "other", subject, text, weighty=grants)]
    passed = _PASSED_OVER | _PASSED_OVER_OF.get(instance.type, frozenset())
    if base_name(instance.name).endswith(_ACCESS_SCOPE):  # it has the name of its role
        passed |= {"name"}
    if instance.is_made:  # what nobody sets of it is as Keycloak has it by default
        passed |= {key for key, value in after.items() if value is None or value is UNKNOWN}
    changed = sorted(key for key in {*before, *after} - passed if before.get(key) != after.get(key))
    return [
        Change(
            "risk" if grants else "other",
            subject,
            f"{label}, {_compared(key, before.get(key), after.get(key))}",
            weighty=grants,
            is_setting=True,
        )
        for key in changed
    ]


def _compared(key: str, old: Any, new: Any) -> str:  # noqa: ANN401 - whatever a plan holds
    hidden = _hides(old) or _hides(new)
    return f"{key} changes" if hidden else f"{key} is now {_shown(new)} (was: {_shown(old)})"


def _hides(value: Any) -> bool:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return any(map(_hides, value.values()))
    if isinstance(value, list):
        return any(map(_hides, value))
    return isinstance(value, Concealed)


def _shown(value: Any) -> str:  # noqa: ANN401 - as above
    text = "left out" if value is None else one_line(str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _collapsed(subject: str, changes: list[Change]) -> Iterator[Change]:
    """Yield a few changes one by one, and many as a count, but for those that may give somebody more."""
    light = [change for change in changes if not change.weighty]
    yield from (change for change in changes if change.weighty)
    if len(light) <= _MANY:
        yield from light
        return
    come, go = (sum(change.text.startswith(f"{verb} ") for change in light) for verb in ("gets", "loses"))
    counts = {"new": come, "gone": go, "changed": len(light) - come - go}
    listed = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    yield Change("other", subject, f"{len(light)} of its parts change ({listed})")

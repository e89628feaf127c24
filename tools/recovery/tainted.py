"""What a run began to create and did not see through: Terraform marks it as tainted, and would make it anew.

Mostly the object is whole: Keycloak died between its creation and the first look at it. Where a successor is made
before its predecessor goes (`create_before_destroy`), Keycloak refuses that for its name (409), run after run; and a
protected realm may not go at all. So the object is kept, and what it lacks is changed in place. What the provider
finishes only while it creates something is made anew all the same: a directory, and an account without its password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.recovery.realm_objects import RealmObjects
from tools.runner.failure import StackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.keycloak.admin import KeycloakAdmin
    from tools.runner.plan import StackPlan
    from tools.runner.terraform import Terraform

__all__ = ["plan_untainted"]

_ACCOUNT = "keycloak_user"
_REALM = "keycloak_realm"
_DIRECTORY = "keycloak_ldap_user_federation"
# Words of Terraform: it does not even plan to replace what is protected.
_PROTECTED = "Instance cannot be destroyed"


def plan_untainted(
    terraform: Terraform,
    plan: Callable[[], StackPlan],
    admin: Callable[[], KeycloakAdmin],
    tell: Callable[[str], None],
) -> StackPlan:
    """Plan a stack, and once more where something of it was tainted and can be finished in place.

    Args:
        terraform: Terraform in the stack's folder, initialized.
        plan: Plans the stack.
        admin: Returns the stack's Keycloak.
        tell: Is told what is kept.

    Raises:
        StackError: The stack cannot be planned.
    """
    try:
        planned = plan()
    except StackError as failure:
        if not any(_PROTECTED in each.summary for each in failure.diagnostics):
            raise
        tainted = list(_in_state(terraform))
        if not tainted:
            raise
    else:
        tainted = list(_in_plan(planned, admin))
        if not tainted:
            return planned
    for address in tainted:
        terraform.untaint(address)
    tell(f"stack {terraform.stack.name}: keeps what an earlier run did not finish: {', '.join(tainted)}")
    return plan()


def _in_plan(plan: StackPlan, admin: Callable[[], KeycloakAdmin]) -> Iterator[str]:
    for change in plan.changes:
        if not change.is_tainted or change.type == _DIRECTORY:
            continue
        if change.type == _ACCOUNT and not _has_credential(change.before or {}, admin()):
            continue
        yield change.previous_address or change.address  # as the state has it


def _has_credential(account: Mapping[str, Any], admin: KeycloakAdmin) -> bool:
    realm, user = account.get("realm_id"), account.get("id")
    return isinstance(realm, str) and isinstance(user, str) and not RealmObjects(admin, realm).has_no_credential(user)


def _in_state(terraform: Terraform) -> Iterator[str]:
    """Yield the tainted realm: what else is tainted, the next plan shows."""
    for resource in (terraform.pull() or {}).get("resources", ()):
        if (resource["mode"], resource["type"]) == ("managed", _REALM):
            tainted = [each for each in resource["instances"] if each.get("status") == "tainted"]
            yield from (f"{_REALM}.{resource['name']}" for _ in tainted)

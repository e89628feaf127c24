"""The order in which a deployment changes things, where their references alone do not give the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformResource, TerraformResourceLifecycle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct

__all__ = ["after_all", "goes_last", "predecessors_first", "replace_with", "replaced_with"]

# Terraform's own ("The terraform_data Managed Resource Type"): nothing of it is in Keycloak.
_MARK = "terraform_data"


def goes_last() -> TerraformResourceLifecycle:
    """Return the lifecycle of what others hang on: it is removed after they have let go of it.

    Terraform would remove it first, and then change who refers to it, who finds it gone (Terraform: "The lifecycle
    Meta-Argument", `create_before_destroy`). It is for what never has a successor of the same name: that one would be
    made while this one is still there.
    """
    return TerraformResourceLifecycle(create_before_destroy=True)


def predecessors_first(scope: Construct, id: str, holders: Mapping[str, str]) -> TerraformResource:
    """Return what everybody depends on who takes a name that is unique in the realm.

    When the holders change, it is replaced. Terraform removes whoever goes before it removes this, and makes whoever
    comes after it has made it anew: a name is free when its next holder takes it.

    Args:
        scope: Construct that owns it.
        id: Construct id.
        holders: From a name to what holds it: different where a name passes from one to another.
    """
    mark = TerraformResource(scope, id, terraform_resource_type=_MARK)
    mark.add_override("triggers_replace", dict(holders))
    return mark


def after_all(scope: Construct, id: str, first: Sequence[TerraformResource]) -> TerraformResource:
    """Return what to depend on in place of many things.

    Args:
        scope: Construct that owns it.
        id: Construct id.
        first: What comes first.
    """
    return TerraformResource(scope, id, terraform_resource_type=_MARK, depends_on=list(first))


def replace_with(scope: Construct, id: str, value: str) -> TerraformResource:
    """Return what holds a value that Keycloak does not change in place, for `replaced_with`.

    Args:
        scope: Construct that owns it.
        id: Construct id.
        value: Such as the type of an identity provider.
    """
    mark = TerraformResource(scope, id, terraform_resource_type=_MARK)
    mark.add_override("input", value)
    return mark


def replaced_with(resource: TerraformResource, mark: TerraformResource) -> None:
    """Let a resource be replaced whenever the value of a mark changes.

    Args:
        resource: Any resource.
        mark: Made by `replace_with`.
    """
    # By an override: the expression stands without "${…}".
    resource.add_override("lifecycle.replace_triggered_by", [f"{_MARK}.{mark.friendly_unique_id}"])

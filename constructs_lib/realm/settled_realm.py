"""The realm as a data source may name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformLocal

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.realm.any_realm import AnyRealm

__all__ = ["settled_realm_id"]


def settled_realm_id(scope: Construct, realm: AnyRealm) -> str:
    """Return the realm's id by a local value (token), for data sources.

    Terraform reads a data source that refers to a resource only after that resource's changes, so that a change of any
    setting of the realm would plan to replace whatever hangs on what is read. Through a local value it waits for the
    realm's creation alone (Terraform: "Data Resource Dependencies").

    Args:
        scope: Construct that owns the local value.
        realm: The realm.
    """
    return TerraformLocal(scope, "RealmId", realm.id).as_string

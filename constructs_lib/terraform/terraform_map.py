"""One Terraform resource for many declared things, by `for_each` over a local value.

A construct a thing would cost a call to the CDK's Node process each (about 1.2 ms); and addresses such as
`keycloak_openid_client.…["batch-scorer"]` say in a plan who is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import Fn, TerraformDataSource, TerraformLocal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct

    from constructs_lib.cdk import TerraformResource

__all__ = ["EachReference", "TerraformMap"]

Value = str | bool | list[str] | dict[str, str] | None


class TerraformMap:
    """A local value with an entry for each declared thing.

    Args:
        scope: Construct that owns it.
        id: Construct id.
        entries: From a name to what differs from one thing to the next; names are the keys of `for_each`.
    """

    def __init__(self, scope: Construct, id: str, entries: Mapping[str, Mapping[str, Value]]) -> None:
        self._expression = f"local.{TerraformLocal(scope, id, entries).friendly_unique_id}"

    def create_for_each(self, resource: TerraformResource | TerraformDataSource) -> EachReference:
        """Make Terraform create, or read, one instance for each entry; its arguments say `each.value.<field>`."""
        resource.add_override("for_each", f"${{{self._expression}}}")
        kind = "data." if isinstance(resource, TerraformDataSource) else ""
        return EachReference(f"{kind}{resource.terraform_resource_type}.{resource.friendly_unique_id}")


class EachReference:
    """A resource that has an instance for each entry of a map."""

    def __init__(self, address: str) -> None:
        self.address = address

    def of_key(self, attribute: str) -> str:
        """Return the attribute of the instance with the same key, for another resource over the same map."""
        return f"${{{self.address}[each.key].{attribute}}}"

    def of_field(self, field: str, attribute: str) -> str:
        """Return the attribute of the instance that a field of the other map's entry names."""
        return f"${{{self.address}[each.value.{field}].{attribute}}}"

    def of_instance(self, scope: Construct, key: str, attribute: str) -> str:
        """Return the attribute of one instance (token), for a resource beside it, in this stack or another.

        It goes through a local value, made when it is first asked for, that holds this attribute of all instances: a
        reference to the resource itself would hand all of it to the other stack, a client's secret included.

        Args:
            scope: Construct that owns the local value.
            key: Key of the instance.
            attribute: Name of the attribute.
        """
        id = f"Every-{attribute}"
        known = scope.node.try_find_child(id)
        every = f"${{{{for key, instance in {self.address} : key => instance.{attribute}}}}}"
        local = known if isinstance(known, TerraformLocal) else TerraformLocal(scope, id, every)
        return str(Fn.lookup_nested(local.as_string, [key]))

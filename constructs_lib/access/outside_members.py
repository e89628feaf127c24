"""People of directories and identity providers as members of one of our groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import CustomIdentityProviderMapper, GroupRoles, LdapGroupMapper
from constructs_lib.cdk.keycloak import Group as KeycloakGroup
from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.group_origins import DirectoryOrigin
from constructs_lib.terraform.order import goes_last, replace_with, replaced_with

if TYPE_CHECKING:
    from constructs_lib.declaration.group_origins import BrokerOrigin, GroupOrigin
    from constructs_lib.terraform.local_models import LocalModels
    from constructs_lib.terraform.references import PeopleSources

__all__ = ["OutsideMembers"]


class OutsideMembers(Construct):
    """A subgroup of one of our groups, for the people of one source: it inherits the group's roles.

    A subgroup, since Keycloak names a directory's group as the directory does, and since a source takes its people out
    of a group at their next login: whom we put into the group ourselves stays in it.

    Args:
        scope: Parent construct.
        id: Construct id.
        models: The models layer.
        group_id: Id of our group (token).
        group_name: Its name.
        origin: Who belongs to it.
        sources: The realm's directories and identity providers.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        models: LocalModels,
        group_id: str,
        group_name: str,
        origin: GroupOrigin,
        sources: PeopleSources,
    ) -> None:
        super().__init__(scope, id)
        self._realm_id = models.realm_id
        self._name = group_name
        subgroup = KeycloakGroup(
            self, "Subgroup", realm_id=self._realm_id, parent_id=group_id, name=origin.source, lifecycle=goes_last()
        )
        if isinstance(origin, DirectoryOrigin):
            self._map_directory(subgroup, origin, sources.directories[origin.source])
        else:
            self._map_claims(subgroup, origin, sources.brokers[origin.source])
            # They keep what the provider said last for as long as they can log in: they do so there, or not at all.
            GroupRoles(
                self,
                "Roles",
                realm_id=self._realm_id,
                group_id=subgroup.id,
                role_ids=[models.role_id(BROKERED_ROLE)],
                exhaustive=False,
            )

    def _map_directory(self, subgroup: KeycloakGroup, origin: DirectoryOrigin, directory_id: str) -> None:
        """Keycloak would make the groups itself, at somebody's login, and keep them when they are mapped no more."""
        mapper = origin.mapper(self._name)
        if mapper is None:
            return
        theirs = [
            KeycloakGroup(
                self, f"Group-{name}", realm_id=self._realm_id, parent_id=subgroup.id, name=name, lifecycle=goes_last()
            )
            for name in origin.groups
        ]
        LdapGroupMapper(
            self,
            "Mapper",
            realm_id=self._realm_id,
            ldap_user_federation_id=directory_id,
            **mapper,
            depends_on=[subgroup, *theirs],
        )

    def _map_claims(self, subgroup: KeycloakGroup, origin: BrokerOrigin, alias: str) -> None:
        # A provider of another type is a new one, which has no mapper of the old one.
        provider = replace_with(self, "ProviderType", origin.props.type)
        for claim, value in origin.claims:
            mapper = CustomIdentityProviderMapper(
                self,
                f"Mapper-{claim}-{value}",
                realm=self._realm_id,
                identity_provider_alias=alias,
                **origin.mapper(self._name, claim, value),
                depends_on=[subgroup],
            )
            replaced_with(mapper, provider)

"""A directory whose people log in with its passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResourceLifecycle
from constructs_lib.cdk.keycloak import (
    LdapMsadUserAccountControlMapper,
    LdapUserAttributeMapper,
    LdapUserFederation,
    LdapUserFederationCache,
)
from constructs_lib.declaration.props.values import duration_seconds, go_duration

if TYPE_CHECKING:
    from constructs_lib.declaration.props import FederationProps
    from constructs_lib.realm.secured_realm import SecuredRealm
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["UserFederation"]

# Written out where none is declared: the provider takes no filter back, and plans for ever to do so.
_EVERYBODY = "(objectClass=*)"

# Keycloak's own word for "never".
_NO_SYNC = -1


class UserFederation(Construct):
    """An LDAP directory (Keycloak guide "Using external storage", RFC 4511), with every mapper written out.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        name: Name of the directory in the declaration and in Keycloak.
        props: The directory.
        secrets: Source of the password that Keycloak reads with.

    Attributes:
        id: Keycloak's id of the directory (token), the provider's `ldap_user_federation_id`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        name: str,
        props: FederationProps,
        secrets: SecretSource,
    ) -> None:
        super().__init__(scope, id)
        directory = self._create_directory(realm, name, props, secrets)
        self.id: str = directory.id
        self._map_attributes(realm, props)
        if props.vendor == "ad":
            # Who is disabled or expired there does not log in here.
            LdapMsadUserAccountControlMapper(
                self, "AccountState", realm_id=realm.id, ldap_user_federation_id=self.id, name="account state"
            )

    def _create_directory(
        self, realm: SecuredRealm, name: str, props: FederationProps, secrets: SecretSource
    ) -> LdapUserFederation:
        names, sync = props.names, props.sync
        return LdapUserFederation(
            self,
            "Directory",
            realm_id=realm.id,
            name=name,
            enabled=props.enabled,
            priority=props.priority,
            vendor=props.vendor.upper(),
            connection_url=props.url,
            start_tls=props.start_tls,
            # Keycloak's own truststore decides, not the one of its Java.
            use_truststore_spi="ALWAYS",
            connection_timeout=go_duration(props.connection_timeout),
            read_timeout=go_duration(props.read_timeout),
            pagination=True,
            bind_dn=props.bind.dn,
            bind_credential=secrets.bind_credential(name),
            users_dn=props.users.dn,
            search_scope=props.users.search_scope.upper(),
            custom_user_search_filter=props.users.filter or _EVERYBODY,
            user_object_classes=list(names.user_classes),
            username_ldap_attribute=names.username_attribute,
            uuid_ldap_attribute=names.uuid_attribute,
            rdn_ldap_attribute=names.rdn_attribute,
            edit_mode=props.edit_mode.upper(),
            import_enabled=props.import_enabled,
            sync_registrations=False,
            trust_email=props.trust_email,
            changed_sync_period=duration_seconds(sync.changed) if sync.changed else _NO_SYNC,
            full_sync_period=duration_seconds(sync.full) if sync.full else _NO_SYNC,
            cache=_cache(props),
            # Ours are written out below: those that Keycloak makes differ from vendor to vendor and drift unseen.
            delete_default_mappers=True,
            # That is done once; a directory that was imported would else be destroyed and made anew for it.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["delete_default_mappers"]),
        )

    def _map_attributes(self, realm: SecuredRealm, props: FederationProps) -> None:
        names, users = props.names, props.users
        for user_attribute, ldap_attribute in {
            "username": names.username_attribute,
            "email": users.email_attribute,
            "firstName": users.first_name_attribute,
            "lastName": users.last_name_attribute,
        }.items():
            is_username = user_attribute == "username"
            LdapUserAttributeMapper(
                self,
                f"Attribute-{user_attribute}",
                realm_id=realm.id,
                ldap_user_federation_id=self.id,
                name=user_attribute,
                user_model_attribute=user_attribute,
                ldap_attribute=ldap_attribute,
                read_only=props.edit_mode != "writable",
                # A username is what Keycloak finds its copy of a person by.
                always_read_value_from_ldap=props.import_enabled and not is_username,
                is_mandatory_in_ldap=is_username,
            )


def _cache(props: FederationProps) -> LdapUserFederationCache:
    if props.cache is None:
        return LdapUserFederationCache(policy="NO_CACHE")
    return LdapUserFederationCache(policy="MAX_LIFESPAN", max_lifespan=go_duration(props.cache))

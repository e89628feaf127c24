"""An identity provider that people may log in through."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from constructs import Construct

from constructs_lib.cdk.keycloak import (
    AttributeImporterIdentityProviderMapper,
    HardcodedRoleIdentityProviderMapper,
    OidcIdentityProvider,
    SamlIdentityProvider,
    UserTemplateImporterIdentityProviderMapper,
)
from constructs_lib.declaration.certificates import PEM_FRAME
from constructs_lib.declaration.oidc_presets import oidc_settings
from constructs_lib.declaration.props import SamlIdentityProviderProps
from constructs_lib.terraform.order import replace_with, replaced_with
from constructs_lib.terraform.secret_storage import set_client_secret

if TYPE_CHECKING:
    from constructs_lib.cdk import TerraformResource
    from constructs_lib.cdk.keycloak import Role
    from constructs_lib.declaration.oidc_presets import OidcSettings
    from constructs_lib.declaration.props import IdentityProviderProps, OidcClientProps
    from constructs_lib.realm.broker_login_flow import BrokerLoginFlow, LaterLoginFlow
    from constructs_lib.realm.secured_realm import SecuredRealm
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["IdentityBroker"]

# Provider 4.5.0 requires a secret; with a key of its own Keycloak never sends it.
_NO_SECRET = ""


class IdentityBroker(Construct):
    """An identity provider of Keycloak (guide "Integrating identity providers").

    Signatures are checked, no token of the provider is kept, and what it says of a person counts anew at each login.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        alias: Name of the provider in the declaration and in its redirect URI, `…/broker/<alias>/endpoint`.
        props: The provider.
        flow: What happens at a person's first login.
        later: What is asked after each login; None asks nothing.
        secrets: Source of Keycloak's secret at the provider.
        role: Role of people whose account the provider's word made.
        freed: Marks that the alias is free.

    Attributes:
        alias: The alias (token).
        provider: The provider.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        alias: str,
        props: IdentityProviderProps,
        flow: BrokerLoginFlow,
        later: LaterLoginFlow | None,
        secrets: SecretSource,
        role: Role,
        freed: TerraformResource,
    ) -> None:
        super().__init__(scope, id)
        self._realm = realm
        common = _Common(
            realm=realm.id,
            alias=alias,
            display_name=props.display_name or alias,
            enabled=props.enabled,
            trust_email=props.trust_email,
            first_broker_login_flow_alias=flow.alias,
            post_broker_login_flow_alias=later.alias if later else "",
            store_token=False,
            add_read_token_role_on_create=False,
            link_only=False,
            hide_on_login_page=False,
            sync_mode="FORCE",
            depends_on=[*flow.steps, *(later.steps if later else ()), freed],
        )
        if isinstance(props, SamlIdentityProviderProps):
            provider: OidcIdentityProvider | SamlIdentityProvider = self._create_saml(props, common)
        else:
            provider = self._create_oidc(props, oidc_settings(props), common, secrets)
            # Keycloak takes another `provider_id` and keeps the old one.
            replaced_with(provider, replace_with(self, "Type", props.type))
        self.provider = provider
        self.alias: str = provider.alias
        if isinstance(props, SamlIdentityProviderProps):
            self._import_attributes(props)
        if props.first_login == "create":
            self._mark_new_people(props.type, role)

    def _mark_new_people(self, kind: str, role: Role) -> None:
        """Whose account the provider made logs in there alone; who linked an account here has a password of its own."""
        mapper = HardcodedRoleIdentityProviderMapper(
            self,
            "NewPeople",
            realm=self._realm.id,
            identity_provider_alias=self.alias,
            name="people of an identity provider",
            role=role.name,
            extra_config={"syncMode": "IMPORT"},
        )
        # A provider of another type is a new one, which has no mapper of the old one.
        replaced_with(mapper, replace_with(self, "TypeOfMappers", kind))

    def _create_oidc(
        self, props: OidcClientProps, settings: OidcSettings, common: _Common, secrets: SecretSource
    ) -> OidcIdentityProvider:
        by_key = settings.client_auth == "private_key_jwt"
        signing = {"clientAssertionSigningAlg": self._realm.signature_algorithm} if by_key else {}
        provider = OidcIdentityProvider(
            self,
            "Provider",
            **common,
            provider_id=settings.provider_id,
            issuer=settings.issuer,
            authorization_url=settings.authorization_url,
            token_url=settings.token_url,
            jwks_url=settings.jwks_url,
            user_info_url=settings.user_info_url,
            disable_user_info=settings.user_info_url is None,
            logout_url=settings.logout_url,
            backchannel_supported=settings.logout_url is not None,
            client_id=props.client_id,
            client_secret=_NO_SECRET,
            default_scopes=" ".join(settings.scopes),
            validate_signature=True,
            accepts_prompt_none_forward_from_client=False,
            # RFC 9700 section 2.1.1
            extra_config={
                "pkceEnabled": "true",
                "pkceMethod": "S256",
                "clientAuthMethod": settings.client_auth,
                **signing,
            },
        )
        if not by_key:
            set_client_secret(
                provider,
                secrets.client_secret(common["alias"]),
                version=str(props.secret_rotation),
                write_only=secrets.write_only,
            )
        return provider

    def _create_saml(self, props: SamlIdentityProviderProps, common: _Common) -> SamlIdentityProvider:
        return SamlIdentityProvider(
            self,
            "Provider",
            **common,
            entity_id=props.entity_id,
            single_sign_on_service_url=props.single_sign_on_url,
            single_logout_service_url=props.single_logout_url,
            backchannel_supported=props.single_logout_url is not None,
            signing_certificate=PEM_FRAME.sub("", props.signing_certificate),
            validate_signature=True,
            want_assertions_signed=True,
            want_assertions_encrypted=False,
            # Given an algorithm, the provider has Keycloak sign its requests.
            signature_algorithm="RSA_SHA256",
            xml_sign_key_info_key_name_transformer="KEY_ID",
            name_id_policy_format="Persistent",
            principal_type="SUBJECT",
            post_binding_authn_request=True,
            post_binding_response=True,
            post_binding_logout=True,
            force_authn=False,
            extra_config={"idpEntityId": props.issuer},
        )

    def _import_attributes(self, props: SamlIdentityProviderProps) -> None:
        """SAML, unlike OpenID Connect, has no common names for these."""
        for user_attribute, name in {
            "email": props.attributes.email,
            "firstName": props.attributes.first_name,
            "lastName": props.attributes.last_name,
        }.items():
            AttributeImporterIdentityProviderMapper(
                self,
                f"Attribute-{user_attribute}",
                realm=self._realm.id,
                identity_provider_alias=self.alias,
                name=user_attribute,
                user_attribute=user_attribute,
                attribute_name=name,
                extra_config={"syncMode": "FORCE"},
            )
        if props.attributes.username is not None:
            UserTemplateImporterIdentityProviderMapper(
                self,
                "Username",
                realm=self._realm.id,
                identity_provider_alias=self.alias,
                name="username",
                template=f"$${{ATTRIBUTE.{props.attributes.username}}}",  # Terraform reads $${ as a plain ${
                # Only at the first login: an account keeps its name.
                extra_config={"syncMode": "IMPORT"},
            )


class _Common(TypedDict):
    """Arguments that both kinds of provider have."""

    realm: str
    alias: str
    display_name: str
    enabled: bool
    trust_email: bool
    first_broker_login_flow_alias: str
    post_broker_login_flow_alias: str
    store_token: bool
    add_read_token_role_on_create: bool
    link_only: bool
    hide_on_login_page: bool
    sync_mode: str
    depends_on: list[TerraformResource]

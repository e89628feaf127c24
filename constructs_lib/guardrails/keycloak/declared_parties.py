"""Whom a declared realm believes, and where it sends what: addresses and keys, beside those of the declaration."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from constructs_lib.declaration.certificates import PEM_FRAME
from constructs_lib.declaration.consumer_auth import authenticator, credential_settings, dpop_settings
from constructs_lib.declaration.group_origins import BrokerOrigin
from constructs_lib.declaration.issuer_settings import ASSERTION_AGE, ASSERTIONS, issuer_settings
from constructs_lib.declaration.oidc_presets import oidc_settings
from constructs_lib.declaration.props import SamlIdentityProviderProps
from constructs_lib.declaration.props.values import is_unresolved
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constructs_lib.declaration.props import ConsumerProps, IdentityProviderProps
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["client_addresses", "party_arguments"]

Expected = tuple["Resource", "Mapping[str, object]"]

_DIRECTORY, _CLIENT = "keycloak_ldap_user_federation", "keycloak_openid_client"
_DIRECTORY_MAPPER, _CLAIM_MAPPER = "keycloak_ldap_group_mapper", "keycloak_custom_identity_provider_mapper"


def party_arguments(declared: DeclaredRealm) -> Iterator[Expected]:
    """Yield each directory, identity provider, person, mail server and machine with what says who it is.

    And each mapper that puts people of a source into a group, with what it asks of them.
    """
    declaration = declared.declaration
    mappers = _mappers(declared)
    for mapper in declared.some(_DIRECTORY_MAPPER, _CLAIM_MAPPER):
        if candidates := mappers.get((mapper.type, mapper.text("name") or "")):
            yield mapper, _of_its_source(mapper, candidates)
    for directory in declared.some(_DIRECTORY):
        if (of_directory := declaration.federation.get(directory.text("name") or "")) is not None:
            users = of_directory.users.dn
            yield directory, {"connection_url": of_directory.url, "bind_dn": of_directory.bind.dn, "users_dn": users}
    for provider in declared.some(*IDENTITY_PROVIDERS):
        alias = provider.text("alias") or ""
        if (of_provider := declaration.identity_providers.get(alias)) is not None:
            yield provider, _of_provider(of_provider)
        if (of_issuer := declaration.workload_issuers.get(alias)) is not None:
            settings = {ASSERTION_AGE: None, **issuer_settings(of_issuer)}
            urls = {"issuer": of_issuer.issuer, "jwks_url": of_issuer.jwks_url}
            yield provider, {**urls, "link_only": True, "extra_config": settings}
    yield from _people(declared)
    if declared.realm is not None:
        smtp = declaration.realm.smtp
        mail = {"smtp_server.host": smtp.host, "smtp_server.from": smtp.sender} if smtp else {"smtp_server": None}
        yield declared.realm, mail
    yield from _machines(declared)


def _people(declared: DeclaredRealm) -> Iterator[Expected]:
    emails = {
        username: person.email
        for access in declared.declaration.accesses().values()
        for username, person in access.people.items()
        if person.email is not None and not is_unresolved(person.email)
    }
    for user in declared.some("keycloak_user"):
        if (email := emails.get(user.text("username") or "")) is not None:
            yield user, {"email": email}


def _machines(declared: DeclaredRealm) -> Iterator[Expected]:
    consumers = {
        client_id: consumer
        for access in declared.declaration.accesses().values()
        for name, consumer in access.consumers.items()
        for client_id in consumer.client_ids(name)
    }
    for client in declared.some(_CLIENT):
        if (of_consumer := consumers.get(client.text("client_id") or "")) is not None:
            yield client, _of_consumer(declared, of_consumer)


def client_addresses(declared: DeclaredRealm) -> Iterator[tuple[Resource, Mapping[str, Collection[str]]]]:
    """Yield each declared client with the addresses that it may be answered at: a machine has none."""
    declaration = declared.declaration
    addresses: dict[str, Mapping[str, Collection[str]]] = {}
    for access in declaration.accesses().values():
        for name, consumer in access.consumers.items():
            addresses |= dict.fromkeys(consumer.client_ids(name), _addresses())
        for name, application in access.applications.items():
            addresses[name] = _addresses(
                application.redirect_uris, application.web_origins, application.post_logout_redirect_uris
            )
    for api in declaration.every_api.values():
        addresses[api.client_id] = _addresses(api.redirect_uris, api.web_origins) if api.standard_flow else _addresses()
    for client in declared.some(_CLIENT):
        if (client_id := client.text("client_id")) in addresses and client_id is not None:
            yield client, addresses[client_id]


def _addresses(
    redirects: Collection[str] = (), origins: Collection[str] = (), after_logout: Collection[str] = ()
) -> Mapping[str, Collection[str]]:
    return {
        "valid_redirect_uris": redirects,
        "web_origins": origins,
        "valid_post_logout_redirect_uris": after_logout,
    }


def _of_its_source(mapper: Resource, candidates: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the declared mapper of the same source, which two sources of one group may call by one name; else any."""
    of_source = (
        candidate
        for candidate in candidates
        for argument in ("identity_provider_alias", "groups_path")
        if candidate.get(argument) is not None and mapper.text(argument) == candidate[argument]
    )
    return next(of_source, candidates[0])


def _mappers(declared: DeclaredRealm) -> Mapping[tuple[str, str], Sequence[Mapping[str, object]]]:
    """Return what mappers of groups have to be, by their types and names: one for each source."""
    found: defaultdict[tuple[str, str], list[Mapping[str, object]]] = defaultdict(list)
    for group, origins in declared.checked.origins.items():
        for origin in origins:
            if isinstance(origin, BrokerOrigin):
                alias = {"identity_provider_alias": origin.source}
                for claim, value in origin.claims:
                    of_claim = origin.mapper(group, claim, value)
                    found[_CLAIM_MAPPER, of_claim["name"]].append({**alias, **of_claim})
            elif (of_directory := origin.mapper(group)) is not None:
                found[_DIRECTORY_MAPPER, of_directory["name"]].append(of_directory)
    return found


def _of_provider(props: IdentityProviderProps) -> Mapping[str, object]:
    if isinstance(props, SamlIdentityProviderProps):
        return {
            "entity_id": props.entity_id,
            "single_sign_on_service_url": props.single_sign_on_url,
            "signing_certificate": PEM_FRAME.sub("", props.signing_certificate),
            "extra_config": {"idpEntityId": props.issuer},
        }
    settings = oidc_settings(props)
    return {
        "issuer": settings.issuer,
        "authorization_url": settings.authorization_url,
        "token_url": settings.token_url,
        "jwks_url": settings.jwks_url,
        "user_info_url": settings.user_info_url,
        "client_id": props.client_id,
        # It is for people: no machine is who its tokens say.
        "extra_config": {ASSERTIONS: None},
    }


def _of_consumer(declared: DeclaredRealm, consumer: ConsumerProps) -> Mapping[str, object]:
    features = declared.checked.features
    bound = {"require_dpop_bound_tokens": bool(consumer.dpop)} if features.dpop_argument else {}
    settings = credential_settings(consumer.auth) | dpop_settings(dpop=consumer.dpop, features=features)
    return {"client_authenticator_type": authenticator(consumer.auth), "extra_config": settings, **bound}

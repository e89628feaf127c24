"""Show who may call the API: ask Keycloak for real tokens, verify them, print what they say."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from rich.console import Console
from rich.table import Table

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.props import SecretAuth
from constructs_lib.declaration.secret_names import client_secret_name, initial_password_name
from tools.dpop_key import DpopKey
from tools.errors import ToolError
from tools.tables import whole_words
from tools.untried import untried

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constructs_lib.declaration.props import ApiProps
    from stacks.environment import Environment
    from tools.target import Target

__all__ = ["TokenFacts", "prove", "token_facts"]

_TIMEOUT_S = 60.0
_SHOWN = 12


@dataclass(frozen=True)
class TokenFacts:
    """What a verified access token says; never the token itself.

    Attributes:
        principal: Who holds it.
        issuer: The `iss` claim.
        audience: The `aud` claim.
        roles: The `roles` claim.
        expires_in: Seconds until it expires.
    """

    principal: str
    issuer: str
    audience: str
    roles: tuple[str, ...]
    expires_in: int


def prove(target: Target, process_environment: Mapping[str, str]) -> None:
    """Get a token for each principal that logs in without a browser, and print what it says, and who was not tried.

    Args:
        target: The deployed environment.
        process_environment: Holds the secrets as `TF_VAR_<name>`.

    Raises:
        ToolError: Keycloak refuses a token, or a token is not what the environment declares.
    """
    console = Console(highlight=False)
    table = Table()
    for column in ("principal", "audience", "roles", "expires in"):
        table.add_column(column, overflow="fold")
    issuer = principal = ""
    asked: set[str] = set()
    for facts in itertools.islice(token_facts(target, process_environment), _SHOWN):
        issuer, principal = facts.issuer, principal or facts.principal
        asked.add(facts.principal)
        table.add_row(facts.principal, facts.audience, ", ".join(facts.roles) or "none", f"{facts.expires_in} s")
    if issuer:
        console.print(f"Tokens of {issuer}, verified with its keys", soft_wrap=True)
        console.print(whole_words(table, console.width))
    else:
        kept = target.environment.kept
        how = "whose secret is known here" if kept.secrets or kept.passwords else "that gets a token by a secret alone"
        console.print(f"Environment '{target.name}' has no principal {how}.", soft_wrap=True)
    for line in untried(target, asked):
        console.print(line, markup=False, soft_wrap=True)
    if not issuer:
        return
    repository = target.repository
    file = repository.show(repository.environments / f"{target.name}.yaml")
    token, output, deploy = (
        repository.command(f"make {command} ENV={target.name}")
        for command in (f"token PRINCIPAL={principal.rpartition(' ')[2]}", "output", "deploy")
    )
    tried = f"{token} prints a token; " if target.is_on_loopback else ""
    console.print(
        f"Next: {tried}{output} prints what a gateway needs; edit {file} and run {deploy} again.", soft_wrap=True
    )


def token_facts(target: Target, process_environment: Mapping[str, str]) -> Iterator[TokenFacts]:
    """Yield the facts of one token a principal: people by password, the API itself, consumers with a secret.

    Consumers that bind their tokens by DPoP get one for a key of this run. Those with a key or a certificate of their
    own are left out, and so is who kept a secret or a password when the realm was adopted: it is theirs alone.

    Raises:
        ToolError: As for `prove`; also when a consumer's token holds other roles than were declared.
    """
    declared = target.environment
    url = process_environment.get("TF_VAR_keycloak_url") or declared.keycloak.url
    endpoints = RealmEndpoints(url.rstrip("/"), declared.realm.name)
    with httpx.Client(timeout=_TIMEOUT_S, trust_env=not is_loopback(url)) as http:
        realm = _Realm(http, endpoints, declared.realm.signature_algorithm)
        yield from _api_facts(realm, declared, process_environment)
        yield from _consumer_facts(realm, declared, process_environment)


def _api_facts(realm: _Realm, declared: Environment, process_environment: Mapping[str, str]) -> Iterator[TokenFacts]:
    for api in declared.every_api.values():
        if api.enabled and api.client_id not in declared.kept.secrets:  # what is kept, only its owner has
            yield from _facts_of(api, realm, declared, process_environment)


def _facts_of(
    api: ApiProps, realm: _Realm, declared: Environment, process_environment: Mapping[str, str]
) -> Iterator[TokenFacts]:
    client = _credentials(api.client_id, process_environment)
    if api.direct_access_grants:
        people = {name: person for access in declared.accesses().values() for name, person in access.people.items()}
        for username, person in people.items():
            if not person.can_log_in_at_once or declared.realm.login.terms:
                continue  # must log in with a browser first
            if username in declared.kept.passwords:
                continue  # it is theirs alone
            password = process_environment[f"TF_VAR_{initial_password_name(username)}"]
            grant = {"grant_type": "password", "username": username, "password": password}
            yield realm.facts(f"person {username}", {**client, **grant}, api.audiences)
    if api.service_accounts:
        yield realm.facts(
            f"service account {api.client_id}", {**client, "grant_type": "client_credentials"}, api.audiences
        )


def _consumer_facts(
    realm: _Realm, declared: Environment, process_environment: Mapping[str, str]
) -> Iterator[TokenFacts]:
    policy = AccessPolicy(declared)
    clients = {
        client_id: consumer
        for access in declared.accesses().values()
        for name, consumer in access.consumers.items()
        if isinstance(consumer.auth, SecretAuth)  # a key is the consumer's own
        for client_id in consumer.client_ids(name)
        if client_id not in declared.kept.secrets
    }
    for name, consumer in clients.items():
        form = {**_credentials(name, process_environment), "grant_type": "client_credentials"}
        held = {pair.role for pair in policy.allowed_to_consumer(name)}
        held |= {*policy.access_roles_of(consumer.every_model)}
        own = policy.scopes(consumer.grants, every_model=consumer.every_model)
        # One token for each API: together they would let one of them call the other.
        for api in declared.every_api:
            scopes = [scope for scope in own if policy.served.scopes[scope] == api]
            if declared.apis and not scopes:
                continue
            asked = {"scope": " ".join(scopes)} if scopes else {}  # Keycloak refuses an empty one
            key = DpopKey() if consumer.dpop else None
            facts = realm.facts(f"consumer {name}", {**form, **asked}, declared.every_api[api].audiences, key)
            expected = sorted(role for role in held if policy.served.roles[role] == api)
            if sorted(facts.roles) != expected:
                raise ToolError(f"consumer {name}: its token holds {sorted(facts.roles)}, declared is {expected}")
            yield facts


def _credentials(client_id: str, process_environment: Mapping[str, str]) -> dict[str, str]:
    return {"client_id": client_id, "client_secret": process_environment[f"TF_VAR_{client_secret_name(client_id)}"]}


class _Realm:
    def __init__(self, http: httpx.Client, endpoints: RealmEndpoints, algorithm: str) -> None:
        self._http = http
        self._endpoints = endpoints
        self._algorithm = algorithm

    def facts(
        self, principal: str, form: Mapping[str, str], audiences: Collection[str], key: DpopKey | None = None
    ) -> TokenFacts:
        url = self._endpoints.token_endpoint
        try:
            response = self._http.post(url, data=dict(form), headers={"DPoP": key.proof(url)} if key else None)
            body = response.json()
            keys = KeySet.import_key_set(self._http.get(self._endpoints.jwks_uri).json())
        except (httpx.HTTPError, ValueError) as error:
            raise ToolError(f"{self._endpoints.issuer} does not answer: {type(error).__name__}") from None
        if response.is_error:
            reason = body.get("error_description") or body.get("error")
            raise ToolError(f"{principal}: {self._endpoints.issuer} refused a token: {reason}")
        try:
            claims = jwt.decode(body["access_token"], keys, algorithms=[self._algorithm]).claims
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._endpoints.issuer},
                aud={"essential": True},
                exp={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise ToolError(f"{principal}: the token is not what was declared: {error}") from None
        named = {claims["aud"]} if isinstance(claims["aud"], str) else {*claims["aud"]}
        if named != {*audiences}:
            raise ToolError(f"{principal}: its token is for {sorted(named)}, declared is {sorted(audiences)}")
        if key and dict(claims.get("cnf", {})).get("jkt") != key.thumbprint:
            raise ToolError(f"{principal}: the token is not bound to the key that asked for it, as dpop declares")
        return TokenFacts(
            principal=principal,
            issuer=str(claims["iss"]),
            audience=", ".join(sorted(named)),
            roles=tuple(str(role) for role in claims.get("roles", ())),
            expires_in=int(claims["exp"]) - int(time.time()),
        )

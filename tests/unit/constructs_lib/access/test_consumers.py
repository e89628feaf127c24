"""Machine clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from tests.support.declarations.consumer_entries import consumer_entries
from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.synthesis import OLDEST
from tests.support.tokens.public_keys import CERTIFICATE, CERTIFICATE_BASE64

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

URL = "https://batch.example.com/jwks"
RSA_JWKS = '{"keys":[{"kty":"RSA","n":"' + "_" * 341 + 'w","e":"AQAB","use":"sig"}]}'
ASSERTION = {"token.endpoint.auth.signing.alg": "ES256", "token.endpoint.auth.signing.max.exp": "60"}
ISSUER = {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}


def build(*, features: ProviderFeatures = OLDEST, **consumers: object) -> Synthesized:
    """Synthesize consumers with a grant for one model each, unless they say otherwise."""
    declared = {
        name: {"grants": {"fraud": ["predict"]}, **consumer} if isinstance(consumer, dict) else consumer
        for name, consumer in consumers.items()
    }
    return build_declaration(declare(consumers=declared, workload_issuers={"ci": ISSUER}), features)


def client(stack: Synthesized) -> dict[str, Any]:
    """Return the arguments that all consumers share."""
    ((_, found),) = [
        item for item in stack.json["resource"]["keycloak_openid_client"].items() if "_Consumers_" in item[0]
    ]
    return dict(found)


@pytest.mark.parametrize(
    ("auth", "authenticator", "settings"),
    [
        ({"method": "client_secret"}, "client-secret", {}),
        (
            {"method": "private_key_jwt", "jwks_url": URL},
            "client-jwt",
            {**ASSERTION, "use.jwks.url": "true", "use.jwks.string": "false", "jwks.url": URL},
        ),
        *(
            (
                {"method": "private_key_jwt", "jwks": RSA_JWKS.replace(',"use":"sig"', left_out), "algorithm": "PS256"},
                "client-jwt",
                {
                    **ASSERTION,
                    "token.endpoint.auth.signing.alg": "PS256",
                    "use.jwks.url": "false",
                    "use.jwks.string": "true",
                    "jwks.string": RSA_JWKS,
                },
            )
            for left_out in (',"use":"sig"', "")
        ),
        *(
            (
                {"method": "private_key_jwt", "certificate": certificate},
                "client-jwt",
                {
                    **ASSERTION,
                    "use.jwks.url": "false",
                    "use.jwks.string": "false",
                    "jwt.credential.certificate": CERTIFICATE_BASE64,
                },
            )
            for certificate in (CERTIFICATE, CERTIFICATE_BASE64)
        ),
        (
            {"method": "federated", "issuer": "ci", "subject": "repo:x"},
            "federated-jwt",
            {"jwt.credential.issuer": "ci", "jwt.credential.sub": "repo:x"},
        ),
        (
            {"method": "mtls", "subject_dn": "CN=x,O=Example"},
            "client-x509",
            {
                "x509.subjectdn": "CN=x,O=Example",
                "x509.allow.regex.pattern.comparison": "false",
                "tls.client.certificate.bound.access.tokens": "true",
            },
        ),
    ],
    ids=[
        "secret",
        "jwks-url",
        "jwks",
        "jwks-without-use",
        "certificate-pem",
        "certificate-base64",
        "federated",
        "mtls",
    ],
)
def test_each_authentication_has_its_settings(auth: object, authenticator: str, settings: dict[str, str]) -> None:
    """Keycloak's authenticator and its settings follow from the declared method, and hold nothing else."""
    entry = consumer_entries(build(batch={"auth": auth}))["batch"]
    assert (entry["authenticator"], entry["settings"]) == (authenticator, settings)


def test_only_client_secrets_are_asked_for() -> None:
    """A consumer with a key, a certificate or a federated token has no secret variable."""
    stack = build(
        keyed={"auth": {"method": "private_key_jwt", "jwks_url": URL}},
        bound={"auth": {"method": "mtls", "subject_dn": "CN=x"}},
        job={"auth": {"method": "federated", "issuer": "ci", "subject": "x"}},
    )
    assert list(stack.json["variable"]) == ["scorer_client_secret"]
    assert "client_secret" not in client(stack)


def test_secret_is_a_reference_by_name() -> None:
    """Consumers with a secret take theirs from a variable; the others beside them get none."""
    stack = build(batch={}, keyed={"auth": {"method": "private_key_jwt", "jwks_url": URL}})
    assert list(stack.json["variable"]) == ["batch_client_secret", "scorer_client_secret"]
    ((name, secrets),) = [item for item in stack.json["locals"].items() if "Secrets" in item[0]]
    assert secrets == {"batch": "${var.batch_client_secret}"}
    assert client(stack)["client_secret"] == f"${{try(local.{name}[each.key], null)}}"


def test_rotating_consumer_is_two_clients_with_the_same_grants() -> None:
    """The old and the new client of a consumer may do the same, and each has a secret of its own."""
    stack = build(batch={"auth": {"method": "client_secret", "credentials": ["blue", "green"]}})
    found = consumer_entries(stack)
    assert list(found) == ["batch", "batch-green"]
    assert found["batch"] == found["batch-green"]
    assert {"batch_client_secret", "batch_green_client_secret"} <= set(stack.json["variable"])


def test_rotated_consumer_is_one_client_again() -> None:
    """After a rotation the consumer is its other client alone."""
    stack = build(batch={"auth": {"method": "client_secret", "credentials": ["green"]}})
    assert list(consumer_entries(stack)) == ["batch-green"]
    assert list(stack.json["variable"]) == ["batch_green_client_secret", "scorer_client_secret"]


def test_every_flow_but_client_credentials_is_written_out_and_off() -> None:
    """A machine logs nobody in, gets no refresh token, and has no scope that was not granted."""
    expected = {
        "access_type": "CONFIDENTIAL",
        "standard_flow_enabled": False,
        "implicit_flow_enabled": False,
        "direct_access_grants_enabled": False,
        "oauth2_device_authorization_grant_enabled": False,
        "service_accounts_enabled": True,
        "full_scope_allowed": False,
        "use_refresh_tokens_client_credentials": False,
    }
    arguments = client(build(batch={}))
    assert {key: arguments[key] for key in expected} == expected


@pytest.mark.parametrize(("lifespan", "seconds"), [("2m", "120"), ("1m30s", "90"), ("90s", "90")])
def test_lifespan_is_in_seconds(lifespan: str, seconds: str) -> None:
    """The provider takes a client's lifespan as text, in seconds."""
    stack = build(batch={"access_token_lifespan": lifespan})
    assert consumer_entries(stack)["batch"]["lifespan"] == seconds
    assert client(stack)["access_token_lifespan"] == '${lookup(each.value, "lifespan", null)}'


def test_lifespan_is_the_realms_by_default() -> None:
    """It is written out: left out, the lifespan that a consumer had before would stay in Keycloak."""
    assert consumer_entries(build(batch={}))["batch"]["lifespan"] == "300"


def test_tokens_follow_rfc_9068() -> None:
    """Header type and size are settings of every consumer, beside those of its credential."""
    assert client(build(batch={}))["extra_config"] == (
        '${merge({"access.token.header.type.rfc9068" = "true", '
        '"client.use.lightweight.access.token.enabled" = "true"}, each.value.settings)}'
    )


@pytest.mark.parametrize(
    ("dpop", "setting"),
    [(None, {}), (True, {"dpop.bound.access.tokens": "true"}), (False, {"dpop.bound.access.tokens": "false"})],
)
def test_dpop_is_a_setting_of_old_providers(dpop: object, setting: dict[str, str]) -> None:
    """Without its own argument it is a key, which newer providers refuse: left out unless it is declared."""
    stack = build(batch={"dpop": dpop})
    assert consumer_entries(stack)["batch"]["settings"] == setting
    assert "require_dpop_bound_tokens" not in client(stack)


def test_dpop_is_an_argument_of_new_providers() -> None:
    """Each consumer has its own value, written out when it says nothing: one that is taken out leaves Keycloak too."""
    features = ProviderFeatures.of("5.9.0")
    stack = build(features=features, bound={"dpop": True}, freed={"dpop": False}, plain={})
    assert {name: entry.get("dpop") for name, entry in consumer_entries(stack).items()} == {
        "bound": True,
        "freed": False,
        "plain": False,
    }
    assert [entry["settings"] for entry in consumer_entries(stack).values()] == [{}, {}, {}]
    assert client(stack)["require_dpop_bound_tokens"] == "${each.value.dpop}"
    assert "require_dpop_bound_tokens" not in client(build(plain={}))


@pytest.mark.parametrize(
    ("consumer", "roles", "scopes"),
    [
        ({"grants": {"fraud": ["explain"]}}, ["fraud:explain"], ["model.fraud.explain"]),
        ({"grants": {"*": ["predict"]}}, ["every-model:predict"], ["model.churn.predict", "model.fraud.predict"]),
        ({"grants": {}, "every_model": True}, ["model-api-access"], ["model-api-access"]),
    ],
)
def test_roles_and_scopes_follow_the_grants(consumer: object, roles: list[str], scopes: list[str]) -> None:
    """A consumer holds the roles of its grants, and may ask for their scopes alone."""
    entry = consumer_entries(build(batch=consumer))["batch"]
    assert (entry["roles"], entry["scopes"]) == (roles, scopes)


def test_assignment_leaves_other_roles_alone() -> None:
    """Roles go to the service account, and the realm's default roles stay."""
    roles = build(batch={}).resource("keycloak_user_roles")
    assert roles["exhaustive"] is False
    assert roles["user_id"].endswith("[each.key].service_account_user_id}")


def test_default_scopes_settle() -> None:
    """`service_account` is named, since Keycloak re-adds it; so is the scope that shapes tokens."""
    scopes = next(
        arguments
        for name, arguments in build(batch={}).json["resource"]["keycloak_openid_client_default_scopes"].items()
        if "_Consumers_" in name
    )["default_scopes"]
    assert scopes[:2] == ["basic", "service_account"]
    assert "AccessTokenScope" in scopes[2]

"""What was applied plans nothing, for each feature alone and for all of them together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.props import (
    ApiProps,
    ApplicationProps,
    ConsumerProps,
    LoginProps,
    ModelProps,
    MtlsAuth,
    PersonProps,
    PrivateKeyJwtAuth,
    RealmProps,
)
from stacks.environment import Environment, KeycloakProps
from tests.support.declarations.people_sources import OIDC, ldap
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.seeded import seeded_part
from tests.support.tokens.assertion_key import AssertionKey

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

PREDICT = {"fraud": ("predict",)}
# The test puts its own in place of these.
URL = "https://keys.example.com/jwks"
ANY_KEY = AssertionKey.generate("any")
REDIRECT = ("http://127.0.0.1:8888/callback",)


def consumer(auth: object = None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the props
    """Declare one consumer."""
    given = {"auth": auth} if auth else {}
    return {"consumers": {"batch": ConsumerProps(**{"grants": PREDICT, **given, **fields})}}


def person(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Declare one person."""
    names: dict[str, Any] = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"}
    return {"people": {"ada": PersonProps(**names, temporary_password=False, **fields)}}


def key(**source: str) -> PrivateKeyJwtAuth:
    """Declare a key."""
    return PrivateKeyJwtAuth.model_validate({"method": "private_key_jwt", **source})


def application(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Declare an application."""
    return {"applications": {"notebook": ApplicationProps(redirect_uris=REDIRECT, **fields)}}


# Workload issuers of each kind settle in test_workload_identity.py, identity providers in test_brokered_people.py.
FEATURES: dict[str, dict[str, Any]] = {
    "models": {},
    "client_secret": consumer(),
    "jwks_url": consumer(key(jwks_url=URL)),
    "jwks": consumer(key(jwks=json.dumps(ANY_KEY.jwks))),
    "certificate": consumer(key(certificate=ANY_KEY.certificate)),
    "mtls": consumer(MtlsAuth(method="mtls", subject_dn="CN=batch,O=Example")),
    "lifespan-and-description": consumer(access_token_lifespan="2m", description="Scores by night", dpop=False),
    "every-model": consumer(grants={}, every_model=True),
    "star": consumer(grants={"*": ("predict", "explain")}),
    "person": person(grants=PREDICT, every_model=True),
    "group": {"groups": {"analysts": {**PREDICT, "*": ("explain",)}}, **person(groups=("analysts",))},
    "public-application": application(description="Notebooks"),
    "confidential-application": application(
        type="confidential",
        consent=True,
        pushed_requests=True,
        web_origins=("https://ui.example.com",),
        post_logout_redirect_uris=("https://ui.example.com/bye",),
    ),
    # Nobody is asked: neither an apply nor a plan needs the directory or the provider.
    "active-directory": {
        "groups": {"analysts": PREDICT},
        "federation": {
            "corp": ldap(
                {"ML": "analysts"},
                vendor="ad",
                url="ldap://127.0.0.1:1389 ldap://127.0.0.1:2389",
                start_tls=True,
                users={"dn": "ou=people,dc=example,dc=com", "filter": "(mail=*)", "search_scope": "subtree"},
                groups={"nested": True},
                sync={"changed": "1h", "full": "1d"},
                cache="5m",
                edit_mode="writable",
                import_enabled=False,
                trust_email=True,
                priority=1,
            )
        },
    },
    "people-of-a-team": {
        "federation": {"corp": ldap({"ML": "analysts"})},
        "identity_providers": {"sso": {**OIDC, "claims": {"groups": {"ml": "analysts"}}}},
        "teams": {"risk": {"groups": {"analysts": PREDICT}}},
    },
}


def declared(**fields: Any) -> Environment:  # noqa: ANN401 - as above
    """Declare a small environment that has one feature."""
    login = LoginProps(verify_email=False)
    return Environment(
        keycloak=KeycloakProps(url="http://127.0.0.1:8080"),
        realm=RealmProps(name="small", ssl_required="external", login=login),
        api=ApiProps(client_id="scorer", audience="urn:example:scorer", introspection=True),
        models={
            "fraud": ModelProps(actions=("predict", "explain"), description="Scores payments"),
            "churn": ModelProps(),
        },
        **fields,
    )


@pytest.mark.parametrize("feature", seeded_part(FEATURES, kept=1))
def test_feature_alone_is_settled(feature: str, keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> None:
    """After its apply a feature plans nothing, once and again; its consumer gets a token with its roles."""
    live = LiveEnvironment.apply(
        declared(**FEATURES[feature]),
        realm=f"settled-{feature}",
        folder=tmp_path,
        keycloak=keycloak,
        private=private,
    )
    try:
        assert live.plan() == []
        assert live.plan() == []
        for name, props in live.environment.consumers.items():
            scopes = live.policy.scopes(props.grants, every_model=props.every_model)
            token = live.tokens.token(live.machine(name).ask(*scopes))
            expected = {pair.role for pair in live.policy.allowed_to_consumer(name)}
            assert set(token.roles) == expected | (
                {live.policy.served.access_roles["api"]} if props.every_model else set()
            )
    finally:
        keycloak.admin.delete_realm(live.realm)


def test_all_together_are_settled(demo: LiveEnvironment) -> None:
    """The environment with every feature plans nothing after its apply, and nothing after a second one."""
    assert demo.plan() == []
    assert demo.run.change(demo.environment) == {}
    assert demo.plan() == []

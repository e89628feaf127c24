"""A realm with several APIs: what is emitted, what tokens will hold, and what gateways of each check."""

from __future__ import annotations

import pytest

from constructs_lib.cdk import Token
from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import GatewayProps, ModelProps, NamedApiProps
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.checks import gateway_findings
from constructs_lib.gateways.protected_api import ProtectedApi
from constructs_lib.ml_api_security import MlApiSecurity
from constructs_lib.review.at_issue import AtIssue
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import client_of, preview
from constructs_lib.terraform.handles import UnknownNameError
from tests.support.declarations.apis import SEVERAL, several
from tests.support.declarations.declarations import PERSON, REALM, build_declaration, declare
from tests.support.declarations.synthesis import stack_with_provider

pytestmark = pytest.mark.unit

MAPPER, ROLE = "keycloak_generic_protocol_mapper", "keycloak_role"
AUDIENCES = "included.custom.audience"
EVERYBODY = several(
    consumers={
        "batch": {"grants": {"fraud": ["predict"], "users": ["read"]}},
        "loader": {"every_model": ["features"]},
    },
    groups={"analysts": {"*": ["predict"]}},
    people={"ada": {**PERSON.model_dump(), "groups": ["analysts"]}},
    applications={"ui": {"redirect_uris": ["https://ui.example.com/callback"]}},
    apis={**SEVERAL, "scoring": {**SEVERAL["scoring"], "standard_flow": True, "redirect_uris": ["https://a.b/cb"]}},
)


def claims(who: str, *scopes: str, through: str | None = None) -> dict[str, object]:
    """Return the claims that say whom a token is for, and what it opens."""
    review = AccessReview(EVERYBODY)
    principal = review.principal(who)
    found = preview(
        review, principal, client_of(review, principal, through), scopes, keycloak_url="https://sso.example.com"
    ).claims
    return {name: found[name] for name in ("aud", "roles") if name in found and not isinstance(found[name], AtIssue)}


@pytest.mark.parametrize(
    ("who", "scopes", "through", "expected"),
    [
        ("batch", [], None, {}),
        ("batch", ["model.fraud.predict"], None, {"aud": "urn:example:scoring", "roles": ["fraud:predict"]}),
        (
            "batch",
            ["model.users.read"],
            None,
            {"aud": ["feature-store", "urn:example:features"], "roles": ["users:read"]},
        ),
        (
            "batch",
            ["model.users.read", "model.fraud.predict"],
            None,
            {
                "aud": ["feature-store", "urn:example:features", "urn:example:scoring"],
                "roles": ["fraud:predict", "users:read"],
            },
        ),
        (
            "loader",
            ["features-access"],
            None,
            {"aud": ["feature-store", "urn:example:features"], "roles": ["features-access"]},
        ),
        ("ada", ["model.churn.predict"], "ui", {"aud": "urn:example:scoring", "roles": ["churn:predict"]}),
        ("ada", ["scoring-access"], "ui", {}),
        (
            "ada",
            [],
            "model-api",
            {
                "aud": "urn:example:scoring",
                "roles": ["churn:predict", "every-model.scoring:predict", "fraud:predict"],
            },
        ),
    ],
)
def test_token_is_for_the_apis_whose_scopes_are_asked_for(
    who: str, scopes: list[str], through: str | None, expected: dict[str, object]
) -> None:
    """`aud` and `roles` are those of the APIs whose scopes are granted; an API's own client needs no scope."""
    assert claims(who, *scopes, through=through) == expected


def test_access_role_opens_the_models_of_its_api_alone() -> None:
    """Whoever holds that of the feature store may do nothing at the model API."""
    policy, review = AccessPolicy(EVERYBODY), AccessReview(EVERYBODY)
    assert {pair.role for pair in policy.reasons(review.principal("loader"))} == {"users:predict", "users:read"}
    assert policy.scopes({}, every_model=("features",)) == ("features-access",)


def test_roles_behind_star_are_those_of_each_api() -> None:
    """`*` gives one role of each API, which brings roles of that API alone."""
    policy = AccessPolicy(EVERYBODY)
    assert policy.roles({"*": ("predict",)}) == ("every-model.features:predict", "every-model.scoring:predict")
    assert policy.composites["every-model.scoring:predict"] == ("churn:predict", "fraud:predict")


def test_nothing_brings_an_audience_unasked() -> None:
    """The scope that every client has writes no `aud`; each model's scope and each access role's write their API's."""
    stack = build_declaration(EVERYBODY)
    shared = {name: mapper for name, mapper in stack.json["resource"][MAPPER].items() if "AccessTokenScope" in name}
    assert {mapper["protocol_mapper"] for mapper in shared.values()} == {
        "oidc-sub-mapper",
        "oidc-usermodel-client-role-mapper",
        "oidc-usersessionmodel-note-mapper",
    }
    tables = [table for name, table in stack.json["locals"].items() if "Audiences_Of-audience" in name]
    assert tables == [
        {
            "churn:predict": {"api": "scoring", "audience": "urn:example:scoring"},
            "fraud:explain": {"api": "scoring", "audience": "urn:example:scoring"},
            "fraud:predict": {"api": "scoring", "audience": "urn:example:scoring"},
            "users:predict": {"api": "features", "audience": "urn:example:features"},
            "users:read": {"api": "features", "audience": "urn:example:features"},
        }
    ]
    written = sorted(
        mapper["config"][AUDIENCES]
        for name, mapper in stack.json["resource"][MAPPER].items()
        if "_AccessRole_" in name or "_ApiClient_audience" in name or "_ApiClient_introspection" in name
    )
    assert written == sorted(2 * ["urn:example:scoring", "urn:example:features", "feature-store"])


def test_one_api_under_its_name_is_as_several() -> None:
    """A second API changes nothing for the first: its tokens are for whom they were for."""
    one = several(apis={"scoring": SEVERAL["scoring"]}, models={"fraud": {"api": "scoring"}})
    names = {name for name in build_declaration(one).json["resource"][MAPPER] if "AccessTokenScope_" in name}
    assert not any("AccessTokenScope_audience" in name for name in names)


def test_only_api_is_moved_to_its_name() -> None:
    """What the API of `api` has is found below the name that it gets, so that nothing is made anew."""
    groups, people = {"analysts": {"*": ["predict"]}}, {"ada": {**PERSON.model_dump(), "groups": ["analysts"]}}
    before = build_declaration(declare(groups=groups, people=people)).json["resource"]
    apis = {"scoring": {"client_id": "scorer", "renamed_from": "api", "access_role": "model-api-access"}}
    models = {name: {**props.model_dump(), "api": "scoring"} for name, props in declare().models.items()}
    after = build_declaration(several(apis=apis, models=models, groups=groups, people=people)).json
    moved = {block["from"]: block["to"] for block in after["moved"]}
    there = {f"{kind}.{name}" for kind, named in before.items() for name in named}
    now = {f"{kind}.{name}" for kind, named in after["resource"].items() for name in named}
    gone = there - now - moved.keys()
    assert {address for address in gone if MAPPER not in address} == set()
    assert {moved.get(address, address) for address in there - gone} <= now
    assert sorted(name.split("AccessTokenScope_")[1].rpartition("_")[0] for name in gone) == ["audience", "roles"]


def test_library_takes_typed_apis() -> None:
    """`MlApiSecurity` takes APIs as props and hands them out by name; of several, none is the only one."""
    stack = stack_with_provider()
    security = MlApiSecurity(
        stack,
        "Security",
        realm=REALM,
        apis={"scoring": NamedApiProps(client_id="model-api"), "features": NamedApiProps(client_id="feature-store")},
        models={"fraud": ModelProps(api="scoring"), "users": ModelProps(api="features", actions=("read",))},
    )
    assert set(security.apis) == {"scoring", "features"}
    handed_out = security.apis["features"]
    assert Token.is_unresolved(handed_out.client.uuid)
    assert Token.is_unresolved(handed_out.access_role.id)
    with pytest.raises(UnknownNameError, match="no API 'api': there are: features, scoring"):
        _ = security.api_client


def protected(api: str, **gateway: object) -> ProtectedApi:
    """Return one of the APIs as its gateway sees it."""
    endpoints = RealmEndpoints("https://sso.example.com", "ml-prod")
    return ProtectedApi.of("prod", EVERYBODY, GatewayProps.model_validate(gateway), endpoints, api=api)


def test_gateway_knows_its_own_api_alone() -> None:
    """Audience, roles and routes are those of one API, and so is what the files are named by."""
    paths = {"style": "custom", "actions": {"read": ["GET /f/{model}"], "predict": ["POST /f/{model}"]}}
    scoring, features = protected("scoring"), protected("features", paths=paths)
    assert (scoring.name, scoring.audience, features.audience) == (
        "prod-scoring",
        "urn:example:scoring",
        "urn:example:features",
    )
    assert features.all_roles == ("features-access", "users:predict", "users:read")
    assert {route.path for route in features.routes} == {"/f/users"}
    assert not {"users:read", "users:predict", "features-access"} & {*scoring.all_roles}
    assert "gateway prod --for envoy --api scoring" in PRESETS["envoy"].render(scoring)["envoy.yaml"]


def test_fault_of_a_gateway_names_its_api() -> None:
    """What is wrong with one of several gateways is said with the keys as they are written."""
    (finding,) = gateway_findings(several(), GatewayProps(), ["envoy"], api="features")
    assert finding.path == ("apis", "features", "gateway", "paths")
    assert finding.message == (
        "realm 'ml-prod', API 'features', gateway: no path leads to action 'read' in style 'open-inference': "
        "add apis.features.gateway.paths.actions.read, such as ['POST /read/{model}']"
    )


def test_bound_tokens_concern_the_gateways_of_the_apis_that_are_called() -> None:
    """A consumer of the model API alone asks nothing of the gateway of the feature store."""
    bound = several(consumers={"batch": {"dpop": True, "grants": {"fraud": ["predict"]}}})
    found = {
        api: [finding.path[-1] for finding in gateway_findings(bound, GatewayProps(), ["istio"], api=api)]
        for api in bound.every_api
    }
    assert ("dpop" in found["scoring"], "dpop" in found["features"]) == (True, False)

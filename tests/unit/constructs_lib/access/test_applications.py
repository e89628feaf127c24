"""Applications that log people in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import ApplicationProps
from tests.support.declarations.declarations import build_declaration, declare

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

CALLBACK = "https://notebook.example.com/cb"


def build(**values: object) -> Synthesized:
    """Synthesize one application, `notebook`."""
    return build_declaration(declare(applications={"notebook": {"redirect_uris": [CALLBACK], **values}}))


def of_notebook(stack: Synthesized, resource_type: str) -> dict[str, Any]:
    """Return the one resource of a type that belongs to the application."""
    ((_, found),) = [item for item in stack.json["resource"][resource_type].items() if "_notebook_" in item[0]]
    return dict(found)


@pytest.mark.parametrize(
    "values",
    [{}, {"redirect_uris": []}, {"redirect_uris": ["notebook"]}, {"redirect_uris": [CALLBACK], "type": "native"}],
)
def test_application_without_a_place_for_its_codes_is_refused(values: dict[str, object]) -> None:
    """An authorization code needs a redirect URI that is a URL, and the type is one of two."""
    with pytest.raises(ValidationError):
        ApplicationProps.model_validate(values)


def test_code_flow_with_pkce_is_the_only_flow() -> None:
    """Every flow is written out: the code flow with PKCE S256 is on, all others are off."""
    client = of_notebook(build(), "keycloak_openid_client")
    expected = {
        "standard_flow_enabled": True,
        "pkce_code_challenge_method": "S256",
        "implicit_flow_enabled": False,
        "direct_access_grants_enabled": False,
        "service_accounts_enabled": False,
        "oauth2_device_authorization_grant_enabled": False,
        "full_scope_allowed": False,
        "valid_redirect_uris": [CALLBACK],
        "web_origins": ["+"],
        "consent_required": False,
    }
    assert {key: client[key] for key in expected} == expected


def test_public_application_has_no_secret() -> None:
    """A program on somebody's machine can keep none."""
    stack = build()
    client = of_notebook(stack, "keycloak_openid_client")
    assert client["access_type"] == "PUBLIC"
    assert "client_secret" not in client
    assert list(stack.json["variable"]) == ["scorer_client_secret"]


def test_confidential_application_takes_its_secret_from_a_variable() -> None:
    """A program on a server proves who it is."""
    client = of_notebook(build(type="confidential"), "keycloak_openid_client")
    assert (client["access_type"], client["client_secret"]) == ("CONFIDENTIAL", "${var.notebook_client_secret}")


def test_custom_application_says_what_was_declared() -> None:
    """Each property reaches its provider argument."""
    client = of_notebook(
        build(
            web_origins=["https://notebook.example.com"],
            post_logout_redirect_uris=["https://notebook.example.com/bye"],
            description="Notebooks",
            consent=True,
        ),
        "keycloak_openid_client",
    )
    expected = {
        "web_origins": ["https://notebook.example.com"],
        "valid_post_logout_redirect_uris": ["https://notebook.example.com/bye"],
        "description": "Notebooks",
        "consent_required": True,
        "display_on_consent_screen": True,
    }
    assert {key: client[key] for key in expected} == expected


def test_application_may_ask_for_every_scope_and_gets_none_unasked() -> None:
    """What a person holds decides what a token holds: every gate is optional, none is a default."""
    stack = build()
    optional = of_notebook(stack, "keycloak_openid_client_optional_scopes")["optional_scopes"]
    assert optional[:2] == ["profile", "email"]
    assert [scope.partition('["')[2].removesuffix('"]}') for scope in optional[2:]] == [
        "model.churn.predict",
        "model.fraud.explain",
        "model.fraud.predict",
        "model-api-access",
    ]
    default = of_notebook(stack, "keycloak_openid_client_default_scopes")["default_scopes"]
    assert default[0] == "basic"
    assert len(default) == 2
    assert "AccessTokenScope" in default[1]


def test_optional_scopes_wait_for_the_default_ones() -> None:
    """A new client has `profile` by default: Keycloak refuses it as optional until the default list is written."""
    stack = build()
    (default,) = [
        name for name in stack.json["resource"]["keycloak_openid_client_default_scopes"] if "_notebook_" in name
    ]
    optional = of_notebook(stack, "keycloak_openid_client_optional_scopes")

    assert optional["depends_on"] == [f"keycloak_openid_client_default_scopes.{default}"]


def test_tokens_claim_the_applications_client_id() -> None:
    """RFC 9068 requires `client_id`, which Keycloak leaves out of people's tokens."""
    config = of_notebook(build(), "keycloak_generic_protocol_mapper")["config"]
    assert (config["claim.name"], config["claim.value"], config["access.token.claim"]) == (
        "client_id",
        "notebook",
        "true",
    )


@pytest.mark.parametrize(("declared", "expected"), [({}, "false"), ({"pushed_requests": True}, "true")])
def test_pushed_requests_are_required_on_demand(declared: dict[str, object], expected: str) -> None:
    """RFC 9126: an application may bind itself to the back channel; the setting is written out either way."""
    settings = of_notebook(build(**declared), "keycloak_openid_client")["extra_config"]
    assert expected == settings["require.pushed.authorization.requests"]


def test_unsigned_request_objects_are_refused() -> None:
    """RFC 8725 section 3.1: one algorithm is named, and `none` is not it."""
    assert of_notebook(build(), "keycloak_openid_client")["extra_config"]["request.object.signature.alg"] == "ES256"


def test_groups_stand_in_tokens_only_where_they_are_asked_for() -> None:
    """An application whose system decides by groups gets their names, without a slash; no other token holds them."""
    asked = build(groups_claim=True).named("keycloak_generic_protocol_mapper", "groups")
    assert (asked["protocol_mapper"], asked["config"]["claim.name"], asked["config"]["full.path"]) == (
        "oidc-group-membership-mapper",
        "groups",
        "false",
    )
    assert [asked["config"][f"{token}.claim"] for token in ("access.token", "lightweight", "id.token")] == ["true"] * 3
    mappers = build().resources("keycloak_generic_protocol_mapper")
    assert [mapper["name"] for mapper in mappers if mapper["name"] == "groups"] == []


@pytest.mark.parametrize(("declared", "expected"), [({}, "true"), ({"userinfo": True}, "false")])
def test_userinfo_takes_tokens_that_are_not_lightweight(declared: dict[str, object], expected: str) -> None:
    """Keycloak's endpoint refuses lightweight ones; every other client keeps them, and the scopes stay as they are."""
    stack = build(**declared)
    client = of_notebook(stack, "keycloak_openid_client")
    assert client["extra_config"]["client.use.lightweight.access.token.enabled"] == expected
    (api,) = [each for each in stack.resources("keycloak_openid_client") if each["client_id"] == "scorer"]
    assert api["extra_config"]["client.use.lightweight.access.token.enabled"] == "true"
    assert of_notebook(stack, "keycloak_openid_client_default_scopes") == of_notebook(
        build(), "keycloak_openid_client_default_scopes"
    )

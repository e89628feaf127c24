"""The client scope that shapes access tokens."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import ApiProps
from tests.support.declarations.declarations import build

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("audience", "expected"), [(None, "scorer"), ("https://models.example.com", "https://models.example.com")]
)
def test_audience_is_the_api(audience: str | None, expected: str) -> None:
    """Tokens are for the API's identifier: the declared audience, or else its client id."""
    mapper = build(api=ApiProps(client_id="scorer", audience=audience)).named(
        "keycloak_generic_protocol_mapper", "audience"
    )
    assert mapper["config"]["included.custom.audience"] == expected


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ({"audience": "urn:example:models"}, []),
        ({"introspection": True}, []),
        ({"audience": "urn:example:models", "introspection": True}, ["scorer"]),
        ({"audience": "https://models.example.com", "resource_parameter": True}, ["scorer"]),
    ],
    ids=["not asked for", "the audience already", "beside the audience", "for resource"],
)
def test_api_that_introspects_is_an_audience(props: dict[str, object], expected: list[str]) -> None:
    """Keycloak tells of tokens only to a client that stands in their `aud`, and finds a `resource` by it."""
    stack = build(api=ApiProps.model_validate({"client_id": "scorer", **props}))
    mappers = [each for each in stack.resources("keycloak_generic_protocol_mapper") if each["name"] == "introspection"]
    assert [each["config"]["included.custom.audience"] for each in mappers] == expected


def test_all_roles_are_issued() -> None:
    """The role mapper issues every role, flat, not the first alone."""
    config = build().named("keycloak_generic_protocol_mapper", "roles")["config"]
    assert (config["multivalued"], config["claim.name"]) == ("true", "roles")


def test_claims_reach_access_tokens_only() -> None:
    """Every mapper writes all its targets out: access token and introspection yes, ID token and userinfo no."""
    for mapper in build().resources("keycloak_generic_protocol_mapper"):
        targets = {key: value for key, value in mapper["config"].items() if key.endswith(".claim")}
        assert targets == {
            "access.token.claim": "true",
            "lightweight.claim": "true",
            "introspection.token.claim": "true",
            "id.token.claim": "false",
            "userinfo.token.claim": "false",
        }, mapper["name"]

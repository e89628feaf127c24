"""The API's client."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import ApiProps
from tests.support.declarations.declarations import API, build

pytestmark = pytest.mark.unit

FLOWS = (
    "standard_flow_enabled",
    "implicit_flow_enabled",
    "direct_access_grants_enabled",
    "service_accounts_enabled",
    "oauth2_device_authorization_grant_enabled",
)


def test_every_flow_is_written_out_and_off_by_default() -> None:
    """A flow that is left out would let a change by hand plan "No changes"."""
    client = build().resource("keycloak_openid_client")
    assert {flow: client[flow] for flow in FLOWS} == dict.fromkeys(FLOWS, False)
    assert client["full_scope_allowed"] is False


def test_addresses_are_empty_without_a_browser_flow() -> None:
    """Left out, the provider takes those of a deployment before for ours, and refuses them."""
    api = ApiProps(client_id="scorer", redirect_uris=("https://a.example.com/cb",))
    client = build(api=api).resource("keycloak_openid_client")
    assert (client["valid_redirect_uris"], client["web_origins"]) == ([], [])


def test_secret_is_a_reference_to_the_variable() -> None:
    """The synthesized client holds a reference, not a secret."""
    assert build().resource("keycloak_openid_client")["client_secret"] == "${var.scorer_client_secret}"


def test_custom_client_says_what_was_declared() -> None:
    """Each property reaches its provider argument."""
    api = ApiProps(
        client_id="scorer",
        display_name="Scorer",
        base_url="https://a.example.com/api",
        admin_url="https://a.example.com/admin",
        redirect_uris=("https://a.example.com/cb",),
        standard_flow=True,
        direct_access_grants=True,
        service_accounts=True,
        enabled=False,
    )
    client = build(api=api).resource("keycloak_openid_client")
    expected = {
        "name": "Scorer",
        "base_url": "https://a.example.com/api",
        "admin_url": "https://a.example.com/admin",
        "valid_redirect_uris": ["https://a.example.com/cb"],
        "web_origins": ["+"],
        "standard_flow_enabled": True,
        "direct_access_grants_enabled": True,
        "service_accounts_enabled": True,
        "enabled": False,
        "pkce_code_challenge_method": "S256",
    }
    assert {key: client[key] for key in expected} == expected


@pytest.mark.parametrize(("service_accounts", "expected"), [(False, ["basic"]), (True, ["basic", "service_account"])])
def test_default_scopes_keep_sub_and_settle(expected: list[str], *, service_accounts: bool) -> None:
    """`basic` is always there, since it carries `sub`; `service_account` exactly where Keycloak re-adds it."""
    api = ApiProps(client_id="scorer", service_accounts=service_accounts)
    scopes = build(api=api).resource("keycloak_openid_client_default_scopes")["default_scopes"]
    assert scopes[:-1] == expected
    assert "AccessTokenScope" in scopes[-1]


@pytest.mark.parametrize("audience", [None, "urn:example:models", "https://models.example.com?a=b", "https://a.b/#c"])
def test_resource_that_nobody_could_send_is_refused(audience: str | None) -> None:
    """A `resource` is a URL without a query and a fragment; an API without one is named by its client anyway."""
    with pytest.raises(ValueError, match="resource_parameter needs an audience that is a URL without"):
        ApiProps(client_id="scorer", audience=audience, resource_parameter=True)


@pytest.mark.parametrize(
    ("audience", "reason"),
    [
        ("https://[::1", "possible ones"),
        ("https://bob@models.example.com", "take out the user name"),
        ("https://models.example.com/%zz", "write '%25'"),
        ("https://models.example.com:99999", "possible ones"),
    ],
)
def test_resource_that_is_no_possible_url_is_refused(audience: str, reason: str) -> None:
    """Clients parse it before they send it; an audience that nobody sends may be any URI."""
    with pytest.raises(ValueError, match="resource_parameter needs an audience that clients can send") as refusal:
        ApiProps(client_id="scorer", audience=audience, resource_parameter=True)
    assert reason in str(refusal.value)
    assert (str(refusal.value).count("Value error"), str(refusal.value).count("got '")) == (1, 1)
    assert ApiProps(client_id="scorer", audience=audience).audience == audience


@pytest.mark.parametrize(("asked_for", "expected"), [(False, None), (True, "https://models.example.com")])
def test_resource_names_the_audience(expected: str | None, *, asked_for: bool) -> None:
    """Where it is declared, the client says which `resource` it is; by default it says nothing."""
    api = ApiProps(client_id="scorer", audience="https://models.example.com", resource_parameter=asked_for)
    assert build(api=api).resource("keycloak_openid_client")["extra_config"].get("resource_url") == expected


def test_no_optional_scope_is_left() -> None:
    """Keycloak's five optional scopes are taken away."""
    (ours,) = [
        scopes for scopes in build().resources("keycloak_openid_client_optional_scopes") if "for_each" not in scopes
    ]
    assert ours["optional_scopes"] == []


def test_password_grant_runs_keycloaks_own_flow() -> None:
    """Where it is declared, the client overrides the realm's flow, which refuses everybody; elsewhere it does not."""
    assert "authentication_flow_binding_overrides" not in build().resource("keycloak_openid_client")
    stack = build(api=ApiProps(client_id="scorer", direct_access_grants=True))
    ((name, flow),) = stack.json["data"]["keycloak_authentication_flow"].items()
    assert flow["alias"] == "direct grant"
    assert stack.resource("keycloak_openid_client")["authentication_flow_binding_overrides"] == {
        "direct_grant_id": f"${{data.keycloak_authentication_flow.{name}.id}}"
    }


@pytest.mark.parametrize("flow", ["standard_flow", "direct_access_grants"])
def test_client_that_logs_people_in_claims_its_client_id(flow: str) -> None:
    """RFC 9068 requires `client_id`; people's tokens get it from a mapper of the client's own."""
    api = ApiProps.model_validate({"client_id": "scorer", flow: True, "redirect_uris": ("https://a.example.com/cb",)})
    mappers = [
        mapper for mapper in build(api=api).resources("keycloak_generic_protocol_mapper") if "client_id" in mapper
    ]
    assert [mapper["config"]["claim.value"] for mapper in mappers] == ["scorer"]


def test_client_for_machines_alone_needs_no_such_mapper() -> None:
    """Service accounts get `client_id` from the shared client scope."""
    assert all("client_id" not in mapper for mapper in build(api=API).resources("keycloak_generic_protocol_mapper"))

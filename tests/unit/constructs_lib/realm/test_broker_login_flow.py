"""What Keycloak does at the first login through an identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import OIDC

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

EXECUTION, SUBFLOW = "keycloak_authentication_execution", "keycloak_authentication_subflow"
PROOF = [
    ("idp-confirm-link", "REQUIRED"),
    ("idp-username-password-form", "REQUIRED"),
    ("after the password", "REQUIRED"),
    ("auth-conditional-otp-form", "REQUIRED"),
    ("of an identity provider", "CONDITIONAL"),
    ("conditional-user-role", "REQUIRED"),
    ("deny-access-authenticator", "REQUIRED"),
    ("chosen by the person", "CONDITIONAL"),
    ("conditional-user-configured", "REQUIRED"),
    ("auth-otp-form", "ALTERNATIVE"),
    ("webauthn-authenticator", "ALTERNATIVE"),
]


def build_flows(*first_logins: str) -> Synthesized:
    """Synthesize a provider for each way to log in first."""
    providers = {f"corp-{index}": {**OIDC, "first_login": way} for index, way in enumerate(first_logins)}
    return build_declaration(declare(identity_providers=providers))


def steps(stack: Synthesized, kind_of_login: str = "FirstLogin") -> list[tuple[str, str]]:
    """Return the steps of the one flow of a kind as Terraform makes them, each after the one that it depends on."""
    resources = {
        f"{kind}.{key}": body
        for kind in (EXECUTION, SUBFLOW)
        for key, body in stack.json["resource"].get(kind, {}).items()
        if f"IdentityProviders_{kind_of_login}" in key
    }
    following: dict[str, str] = {}
    for address, body in resources.items():
        (previous,) = body.get("depends_on", [""])
        assert previous not in following
        following[previous] = address
    found: list[tuple[str, str]] = []
    address = following.get("", "")
    while address:
        found.append((_name(resources[address]), resources[address]["requirement"]))
        address = following.get(address, "")
    assert len(found) == len(resources)
    return found


def _name(step: dict[str, Any]) -> str:
    return str(step.get("authenticator") or step["alias"].rpartition(" - ")[2])


def flows(stack: Synthesized) -> list[str]:
    """Return the names of the flows of a first login through a provider."""
    names = {str(flow["alias"]) for flow in stack.resources("keycloak_authentication_flow")}
    return sorted(name for name in names if name.startswith("first broker login"))


def test_account_is_made_or_proven() -> None:
    """A new person gets an account; one that exists is linked after its password, and no mail is offered."""
    assert steps(build_flows("create")) == [
        ("idp-create-user-if-unique", "ALTERNATIVE"),
        ("account exists", "ALTERNATIVE"),
        *PROOF,
    ]


def test_no_account_is_made() -> None:
    """With `link` there is an account already, and it is proven."""
    assert steps(build_flows("link")) == [("idp-detect-existing-broker-user", "REQUIRED"), *PROOF]


def test_providers_share_a_flow() -> None:
    """A flow is made once for each way that is used, and none where no provider is."""
    assert flows(build_flows("create", "link", "create")) == [
        "first broker login - create with identity providers",
        "first broker login - link with identity providers",
    ]
    assert flows(build_flows()) == []


def test_required_second_factor_is_required_here_too() -> None:
    """Where some people need one, the password alone links no account: the steps are those of the realm's own login."""
    declared = declare(
        identity_providers={"corp": OIDC},
        groups={"leads": {"fraud": ["predict"]}},
        second_factor={"leads": "otp"},
        external_people=True,
    )
    stack = build_declaration(declared)
    assert "first broker login - create with second factor and identity providers" in flows(stack)
    assert [name for name, _ in steps(stack)][:5] == [
        "idp-create-user-if-unique",
        "account exists",
        "idp-confirm-link",
        "idp-username-password-form",
        "after the password",
    ]
    assert ("auth-conditional-otp-form", "REQUIRED") in steps(stack)
    assert ("webauthn-authenticator", "REQUIRED") in steps(stack)


def test_who_linked_an_account_is_asked_at_later_logins_too() -> None:
    """A link may be older than the need for a second factor: whose account is of this realm is asked as in it."""
    stack = build_declaration(
        declare(
            identity_providers={"corp": OIDC, "other": {**OIDC, "first_login": "link"}},
            groups={"leads": {"fraud": ["predict"]}},
            second_factor={"leads": "otp"},
            external_people=True,
        )
    )
    assert steps(stack, "LaterLogin") == [
        ("allow-access-authenticator", "REQUIRED"),
        ("account of this realm", "CONDITIONAL"),
        ("conditional-user-role", "REQUIRED"),
        ("after the provider", "REQUIRED"),
        ("auth-conditional-otp-form", "REQUIRED"),
        ("passkey", "CONDITIONAL"),
        ("conditional-user-role", "REQUIRED"),
        ("webauthn-authenticator", "REQUIRED"),
        ("chosen by the person", "CONDITIONAL"),
        ("conditional-user-role", "REQUIRED"),
        ("conditional-user-role", "REQUIRED"),
        ("conditional-user-configured", "REQUIRED"),
        ("auth-otp-form", "ALTERNATIVE"),
        ("webauthn-authenticator", "ALTERNATIVE"),
        ("code before a first passkey", "CONDITIONAL"),
        ("conditional-user-role", "REQUIRED"),
        ("conditional-credential", "REQUIRED"),
        ("conditional-user-configured", "REQUIRED"),
        ("auth-otp-form", "REQUIRED"),
        ("passkey before a first code", "CONDITIONAL"),
        ("conditional-user-role", "REQUIRED"),
        ("conditional-user-role", "REQUIRED"),
        ("conditional-credential", "REQUIRED"),
        ("conditional-user-configured", "REQUIRED"),
        ("webauthn-authenticator", "REQUIRED"),
    ]
    (flow,) = {each["post_broker_login_flow_alias"] for each in stack.resources("keycloak_oidc_identity_provider")}
    ((name, body),) = [
        (key, each)
        for key, each in stack.json["resource"]["keycloak_authentication_flow"].items()
        if "LaterLogin" in key
    ]
    assert (flow, body["alias"]) == (
        f"${{keycloak_authentication_flow.{name}.alias}}",
        "later broker login with second factor and identity providers",
    )

"""Flows of logins by an identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.identity.broker_flow import BrokerFlow
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.login_flows import (
    BINDINGS,
    CONFIG,
    CORP,
    EXECUTION,
    LOGIN,
    SUBFLOW,
    declared,
    faults,
    part,
    realm_of,
    set_in,
    set_on,
    stack,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.unit

Resources = dict[str, dict[str, Any]]
OIDC = "keycloak_oidc_identity_provider"
FIRST, POST, OF_REALM = "first_broker_login_flow_alias", "post_broker_login_flow_alias", "first_broker_login_flow"


def provider(**arguments: object) -> Resources:
    """Return an identity provider."""
    return {f"{OIDC}.Corp": {"realm": "ml", "alias": "corp", **arguments}}


def flow(*steps: tuple[str, str], realm: str = "ml") -> Resources:
    """Return a flow with steps that wait for one another."""
    found: Resources = {"keycloak_authentication_flow.Mine": {"realm_id": realm, "alias": "mine"}}
    for number, (authenticator, requirement) in enumerate(steps):
        found[f"{EXECUTION}.Step{number}"] = {
            **step(realm, "mine", authenticator, requirement),
            "depends_on": [f"{EXECUTION}.Step{number - 1}"] if number else [],
        }
    return found


NOT_DECLARED = "names a flow that is declared nowhere"


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (provider(**{FIRST: "made by hand"}), f"{FIRST} {NOT_DECLARED}"),
        (provider(**{FIRST: "${var.flow}"}), f"{FIRST} {NOT_DECLARED}"),
        (provider(**{POST: "made by hand"}), f"{POST} {NOT_DECLARED}"),
        ({"keycloak_realm.R": {"realm": "ml", OF_REALM: "made by hand"}}, f"{OF_REALM} {NOT_DECLARED}"),
        ({f"{BINDINGS}.B": {"realm_id": "ml", OF_REALM: "made by hand"}}, f"{OF_REALM} {NOT_DECLARED}"),
        (
            {**provider(**{FIRST: "mine"}), **flow(("idp-confirm-link", "REQUIRED"), realm="other")},
            f"{FIRST} {NOT_DECLARED}",
        ),
        (
            {**provider(**{POST: "mine"}), **flow(("allow-access-authenticator", "REQUIRED"))},
            f"{POST} has the step 'allow-access-authenticator', which proves nothing",
        ),
    ],
)
def test_broker_flows_that_are_not_known_are_refused(resources: Resources, fault: str) -> None:
    """A flow that nobody declared, or that lets everybody on, links accounts to whoever comes."""
    assert [each.rpartition(": ")[2] for each in faults_of(BrokerFlow(), resources)] == [fault]


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (("auth-username-form", "REQUIRED"),),
        (("idp-username-password-form", "REQUIRED"),),
        (("idp-create-user-if-unique", "ALTERNATIVE"), ("idp-confirm-link", "ALTERNATIVE")),
        (("idp-detect-existing-broker-user", "REQUIRED"), ("idp-confirm-link", "REQUIRED")),
    ],
)
def test_first_logins_of_other_steps_than_ours_are_refused(steps: tuple[tuple[str, str], ...]) -> None:
    """Known kinds of steps are not enough: a link that is confirmed without a proof is one of them."""
    (found,) = faults_of(BrokerFlow(), provider(**{FIRST: "mine"}) | flow(*steps))
    assert f"{FIRST} is 'mine', which is not a declaration's first login: " in found


@pytest.mark.parametrize(
    "resources",
    [
        provider(),
        provider(**{FIRST: "first broker login"}),
        provider(**{FIRST: "made by hand", "link_only": True}),
        {
            **provider(**{FIRST: "mine", "depends_on": [f"{EXECUTION}.Step0"]}),
            **flow(("idp-create-user-if-unique", "REQUIRED")),
        },
        {**provider(**{POST: "mine"}), **flow(("auth-otp-form", "REQUIRED"))},
        {"keycloak_realm.R": {"realm": "ml", OF_REALM: "first broker login"}},
    ],
)
def test_broker_flows_that_prove_who_somebody_is_pass(resources: Resources) -> None:
    """Keycloak's own flow, one that only makes accounts, one that asks for more, and a provider without logins."""
    assert faults_of(BrokerFlow(), resources) == []


def beside(body: dict[str, Any]) -> None:
    """Add an alternative to the proof."""
    parent = part(body["resource"][SUBFLOW], "FirstLogin")["parent_flow_alias"]
    body["resource"][EXECUTION]["Evil"] = step(realm_of(body), parent, "idp-confirm-link")


@pytest.mark.parametrize(
    "override",
    [
        beside,
        set_on(EXECUTION, "FirstLogin", "idp-username-password-form", requirement="ALTERNATIVE"),
        set_on(EXECUTION, "FirstLogin", "idp-username-password-form", authenticator="idp-email-verification"),
        set_on(EXECUTION, "FirstLogin", "idp-username-password-form", depends_on=[]),
        set_on(EXECUTION, "FirstLogin", "idp-username-password-form", count="${var.count}"),
        set_in("FirstLogin", defaultOtpOutcome="force"),
        set_in("FirstLogin", forceOtpRole="nobody"),
        set_on(OIDC, "IdentityProviders", **{FIRST: "first broker login"}),
        set_on(OIDC, "IdentityProviders", **{FIRST: None}),
        set_on(OIDC, "IdentityProviders", depends_on=[]),
        set_on(OIDC, "IdentityProviders", **{FIRST: LOGIN}),
    ],
)
def test_another_first_login_than_ours_is_refused(override: Callable[[dict[str, Any]], None]) -> None:
    """The first login of a realm with a second factor has our steps, requirements, settings and order, no others."""
    body = stack()
    override(body)
    assert faults(BrokerFlow(), body) != []


def let_through(body: dict[str, Any]) -> None:
    """Take the question whether somebody has an account here out of what is asked."""
    own = (each for name, each in body["resource"][CONFIG].items() if "LaterLogin" in name)
    next(each for each in own if "identity-provider-person" in str(each))["config"]["negate"] = "false"


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        (set_on(OIDC, "IdentityProviders", **{POST: ""}), f"{POST} names no flow: "),
        (set_on(OIDC, "IdentityProviders", **{POST: None}), f"{POST} names no flow: "),
        (set_on(OIDC, "IdentityProviders", **{POST: "made by hand"}), f"{POST} {NOT_DECLARED}"),
        (set_on(OIDC, "IdentityProviders", **{POST: LOGIN}), f"{POST} is '{LOGIN}', which is not that of"),
        (set_on(OIDC, "IdentityProviders", depends_on=[]), f"{POST} is 'later broker login with "),
        (let_through, f"{POST} is 'later broker login with "),
        (set_in("LaterLogin", condUserRole="nobody"), f"{POST} is 'later broker login with "),
        (
            set_on(EXECUTION, "LaterLogin", "auth-conditional-otp-form", requirement="ALTERNATIVE"),
            f"{POST} is 'later broker login with ",
        ),
    ],
)
def test_later_logins_that_pass_over_a_second_factor_are_refused(
    override: Callable[[dict[str, Any]], None], fault: str
) -> None:
    """Where some people need a second factor, a provider asks who linked an account here for it by our steps."""
    body = stack()
    override(body)
    assert [each for each in faults(BrokerFlow(), body) if each.startswith(fault)] != []


@pytest.mark.parametrize("version", ["4.5.0", "5.9.0"])
@pytest.mark.parametrize("first_login", ["create", "link"])
def test_our_first_logins_pass(version: str, first_login: str) -> None:
    """Both of a declaration's first logins pass, whoever needs a second factor."""
    assert faults(BrokerFlow(), stack()) == []
    assert faults(BrokerFlow(), brokered(version, first_login=first_login)) == []


@pytest.mark.parametrize("version", ["4.5.0", "5.9.0"])
def test_our_later_logins_pass(version: str) -> None:
    """The flow after a login at a provider passes for either version, as the order of its steps is said by it."""
    body = declared(
        provider=version,
        identity_providers={"corp": CORP},
        groups={"analysts": {"fraud": ["predict"]}},
        external_people=True,
        second_factor={"analysts": "otp"},
    )
    assert "LaterLogin" in part(body["resource"][OIDC], "corp")[POST]
    assert faults(BrokerFlow(), body) == []


def brokered(version: str, **values: object) -> dict[str, Any]:
    """Return a stack with an identity provider, in which nobody needs a second factor."""
    return declared(provider=version, identity_providers={"corp": {**CORP, **values}})


def looked_up(body: dict[str, Any]) -> None:
    """Set one step up that is looked up."""
    body["data"] = {EXECUTION: {"Step": {"realm_id": realm_of(body), "parent_flow_alias": "any"}}}
    body["resource"][CONFIG]["Again"] = {
        "realm_id": realm_of(body),
        "execution_id": f"${{data.{EXECUTION}.Step.id}}",
        "config": {},
    }


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        (set_in("Browser", condUserRole="nobody"), "browser_flow"),
        (set_on(EXECUTION, "Browser", "deny-access", authenticator="allow-access-authenticator"), "browser_flow"),
        (set_on(BINDINGS, "LoginBindings", browser_flow="browser"), "browser_flow"),
        (set_on(BINDINGS, "LoginBindings", depends_on=[]), "browser_flow"),
        (set_on(EXECUTION, "Browser", "deny-access", depends_on=[]), "browser_flow"),
        (looked_up, "it sets up a step that is declared nowhere"),
    ],
)
def test_a_password_of_brokered_people_is_refused(override: Callable[[dict[str, Any]], None], fault: str) -> None:
    """People of an identity provider log in there, also where nobody needs a second factor."""
    body = brokered("4.5.0")
    override(body)
    (found, *_) = faults(BrokerFlow(), body)
    assert found.startswith(fault)

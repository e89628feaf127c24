"""Second factors of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.login_steps import AfterPassword, Step, Steps, browser_steps
from constructs_lib.declaration.provider_features import ProviderFeatures
from tests.support.declarations.declarations import build_declaration, declare, faults

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

FRAUD, CHURN = {"fraud": ["predict"]}, {"churn": ["predict"]}
OLDEST, NEWEST = ProviderFeatures.of("4.5.0"), ProviderFeatures.of("5.9.0")
FLOW_PARTS = ("keycloak_authentication_execution", "keycloak_authentication_subflow")


def declared(**second_factor: str) -> Declaration:
    """Declare two groups, with second factors for some."""
    return declare(groups={"analysts": FRAUD, "viewers": CHURN}, external_people=True, second_factor=second_factor)


def parts(stack: Synthesized) -> list[dict[str, Any]]:
    """Return every step and subflow, but that of the flow which refuses the password grant."""
    found = {name: part for kind in FLOW_PARTS for name, part in stack.json["resource"].get(kind, {}).items()}
    return [part for name, part in found.items() if "DirectGrant" not in name]


def test_unknown_factor_is_refused() -> None:
    """There are two kinds."""
    with pytest.raises(ValidationError):
        declared(analysts="sms")


def test_nothing_is_made_unasked() -> None:
    """Without a second factor the realm keeps Keycloak's own flows."""
    stack = build_declaration(declared())
    assert parts(stack) == []
    bindings = stack.resource("keycloak_authentication_bindings")
    assert (bindings["browser_flow"], bindings["reset_credentials_flow"]) == ("browser", "reset credentials")
    assert [role["name"] for role in stack.resources("keycloak_role") if "client_id" not in role] == []


def test_group_holds_the_role_that_calls_for_it() -> None:
    """Members inherit it; other groups do not hold it."""
    stack = build_declaration(declared(analysts="passkey"))
    held = {
        name.partition("Groups_")[2].partition("_")[0]: ["second-factor-passkey" in role for role in body["role_ids"]]
        for name, body in stack.json["resource"]["keycloak_group_roles"].items()
    }
    assert held == {"analysts": [False, True], "viewers": [False]}


def test_roles_never_reach_a_token() -> None:
    """They are roles of the realm, while tokens hold those of the API's client."""
    stack = build_declaration(declared(analysts="otp"))
    roles = {role["name"] for role in stack.resources("keycloak_role") if "client_id" not in role}
    assert roles == {"second-factor-otp", "second-factor-passkey"}


def test_flow_is_bound_when_it_is_whole() -> None:
    """Until its last step is there, nobody logs in by it."""
    stack = build_declaration(declared(analysts="otp"))
    bindings = stack.resource("keycloak_authentication_bindings")
    configs = stack.resources("keycloak_authentication_execution_config")
    refusal, event_log = 1, 1
    assert len(bindings["depends_on"]) == len(parts(stack)) + len(configs) + 2 + refusal + event_log
    assert "Browser" in bindings["browser_flow"]
    assert "ForgottenPassword" in bindings["reset_credentials_flow"]


def test_flow_goes_after_the_realm_uses_another() -> None:
    """Keycloak removes no flow in use: Terraform first changes the realm, then removes the flow with its steps."""
    stack = build_declaration(declared(analysts="otp"))
    configs = stack.resources("keycloak_authentication_execution_config")
    everything = [*stack.resources("keycloak_authentication_flow"), *parts(stack), *configs]
    assert {part["lifecycle"]["create_before_destroy"] for part in everything} == {True}


def test_password_comes_before_what_depends_on_it() -> None:
    """A step that needs to know who logs in stands first after the password: it fails where nobody has."""
    stack = build_declaration(declared(analysts="otp"))
    (guard,) = [part for part in parts(stack) if part.get("authenticator") == "auth-conditional-otp-form"]
    assert guard["requirement"] == "REQUIRED"
    (after,) = [part for part in parts(stack) if part.get("alias", "").endswith("after the password")]
    assert after["requirement"] == "REQUIRED"


@pytest.mark.parametrize(
    ("name", "conditions", "proof"),
    [
        (
            "code before a first passkey",
            [
                {"condUserRole": "second-factor-passkey", "negate": "false"},
                {"credentials": "webauthn", "included": "false"},
            ],
            "auth-otp-form",
        ),
        (
            "passkey before a first code",
            [
                {"condUserRole": "second-factor-otp", "negate": "false"},
                {"condUserRole": "second-factor-passkey", "negate": "true"},
                {"credentials": "otp", "included": "false"},
            ],
            "webauthn-authenticator",
        ),
    ],
)
def test_other_factor_is_proven_before_a_first_one(name: str, conditions: list[dict[str, str]], proof: str) -> None:
    """Who goes over to a group of the other kind sets nothing up by the password alone, where a factor is there."""
    flow = browser_steps(AfterPassword(second_factor=True, brokers=False))
    (password,) = [step for step in flow if isinstance(step, Steps)]
    (after,) = [step for step in password.steps if isinstance(step, Steps)]
    (asked,) = [step for step in after.steps if isinstance(step, Steps) and step.name == name]
    *asks, configured, last = asked.steps
    assert asked.requirement == "CONDITIONAL"
    assert [step.config for step in asks if isinstance(step, Step)] == conditions
    assert configured == Step("conditional-user-configured", "REQUIRED")
    assert last == Step(proof, "REQUIRED")


def test_newest_provider_says_the_order() -> None:
    """Provider 5.9.0 has priorities, which rise within each flow; 4.5.0 has none."""
    assert not any("priority" in part for part in parts(build_declaration(declared(analysts="otp"), OLDEST)))
    of_flow: dict[str, list[int]] = {}
    for part in parts(build_declaration(declared(analysts="otp"), NEWEST)):
        of_flow.setdefault(part["parent_flow_alias"], []).append(part["priority"])
    assert [sorted(priorities) for priorities in of_flow.values()] == [
        [10 * number for number in range(1, len(priorities) + 1)] for priorities in of_flow.values()
    ]


def test_forgotten_password_does_not_log_in() -> None:
    """Whoever reads the mail sets a password, and logs in with the second factor."""
    stack = build_declaration(declared(analysts="otp"))
    configs = [body["config"] for body in stack.resources("keycloak_authentication_execution_config")]
    assert {"force-login": "true"} in configs
    assert "reset-otp" not in {part.get("authenticator") for part in parts(stack)}


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        (
            {"second_factor": {"analyst": "otp"}},
            [
                (
                    "realm 'ml-prod', second factor: the environment's own file has no group 'analyst': "
                    "did you mean 'analysts'?"
                )
            ],
        ),
        (
            {"second_factor": {"analysts": "otp"}, "api": {"client_id": "scorer", "direct_access_grants": True}},
            [
                (
                    "realm 'ml-prod', second factor of group 'analysts': the password grant asks for none: "
                    "set api.direct_access_grants to false, or remove it"
                )
            ],
        ),
        ({"second_factor": {"analysts": "otp"}}, []),
    ],
)
def test_second_factor_that_cannot_work_is_refused(values: dict[str, object], messages: list[str]) -> None:
    """A misspelt group is answered with the nearest; a way around it is an error."""
    assert faults(declare(groups={"analysts": FRAUD}, external_people=True, **values)) == messages


def test_team_asks_for_it_for_its_own_groups() -> None:
    """A team has no say about another one's people."""
    teams = {"risk": {"groups": {"analysts": FRAUD}}, "growth": {"second_factor": {"analysts": "otp"}}}
    assert faults(declare(teams=teams, external_people=True)) == [
        "realm 'ml-prod', second factor: team 'growth' has no group 'analysts': none is declared"
    ]


@pytest.mark.parametrize(
    ("application", "messages"),
    [
        (
            {"offline_access": True},
            [
                (
                    "realm 'ml-prod', application 'jobs': some group needs a second factor, without which an offline "
                    "token from before goes on: set its lifespans.offline_max, or remove offline_access"
                )
            ],
        ),
        ({"offline_access": True, "lifespans": {"offline_idle": "1d", "offline_max": "2d"}}, []),
        ({}, []),
    ],
)
def test_offline_tokens_from_before_have_an_end_of_their_own(
    application: dict[str, object], messages: list[str]
) -> None:
    """Whoever joins the group keeps what the password alone brought: the application's own file says for how long."""
    applications = {"jobs": {"redirect_uris": ["https://jobs.example.com/cb"], **application}}
    groups = {"groups": {"analysts": FRAUD}, "external_people": True, "applications": applications}
    assert faults(declare(second_factor={"analysts": "otp"}, **groups)) == messages
    assert faults(declare(**groups)) == []

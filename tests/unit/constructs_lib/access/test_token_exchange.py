"""Consumers that trade people's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from constructs_lib.declaration.props import ExchangeProps
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.environment import Environment, KeycloakProps
from tests.support.declarations.consumer_entries import consumer_entries
from tests.support.declarations.declarations import PERSON, build_declaration, declare
from tests.support.declarations.synthesis import synthesize_stacks

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

EXCHANGE = {"from": ["notebook"], "models": {"fraud": ["predict"]}}
CALLBACK = "https://notebook.example.com/cb"
OLDEST, NEWEST = ProviderFeatures.of("4.5.0"), ProviderFeatures.of("5.9.0")
FLAG = "standard.token.exchange.enabled"


def declared(**values: object) -> Declaration:
    """Declare an agent that trades tokens of a notebook, beside a machine and an application with no part in it."""
    return declare(
        applications={"notebook": {"redirect_uris": [CALLBACK]}, "ui": {"redirect_uris": [CALLBACK]}},
        consumers={"agent": {"exchange": EXCHANGE}, "batch": {"grants": {"churn": ["predict"]}}},
        people={"ada": {**PERSON.model_dump(), "grants": {"*": ["predict", "explain"]}}},
        **values,
    )


def of(stack: Synthesized, resource_type: str, part: str) -> dict[str, Any]:
    """Return the one resource of a type whose name holds a part."""
    ((_, found),) = [item for item in stack.json["resource"][resource_type].items() if part in item[0]]
    return dict(found)


@pytest.mark.parametrize("values", [{}, {"from": [], "models": {"fraud": ["predict"]}}, {"from": ["ui"], "models": {}}])
def test_exchange_without_source_or_model_is_refused(values: dict[str, object]) -> None:
    """Somebody hands tokens over, and some model is called with them."""
    with pytest.raises(ValidationError):
        ExchangeProps.model_validate(values)


def test_python_callers_write_from_with_an_underscore() -> None:
    """`from` is a keyword of Python."""
    assert ExchangeProps(from_=("notebook",), models={"fraud": ("predict",)}) == ExchangeProps.model_validate(EXCHANGE)


def test_on_behalf_of_somebody_it_may_do_what_both_may() -> None:
    """The declaration bounds the agent, and what the person may do bounds it further."""
    policy = AccessPolicy(declared())
    assert policy.allowed_by_exchange("agent", "ada") == {ModelAction("fraud", "predict")}
    assert policy.allowed_to_consumer("agent") == frozenset()
    assert policy.exchanging == {"agent": ("agent",)}


@pytest.mark.parametrize(("name", "username"), [("batch", "ada"), ("agent", "bob"), ("nobody", "ada")])
def test_nobody_is_allowed_by_default(name: str, username: str) -> None:
    """A consumer without exchange, and a person who is not declared, are errors of the caller."""
    policy = AccessPolicy(declared())
    with pytest.raises(KeyError):
        policy.allowed_by_exchange(name, username)


def test_listed_applications_alone_may_ask_for_tokens_to_trade() -> None:
    """Another application cannot get a token that the agent may trade."""
    policy = AccessPolicy(declared())
    assert policy.application_scopes("notebook") == (*policy.all_scopes, "exchange.agent")
    assert policy.application_scopes("ui") == policy.all_scopes


def test_agent_may_ask_for_the_traded_models_alone() -> None:
    """Its scopes are those of its models; the others' stay as they were."""
    entries = consumer_entries(build_declaration(declared()))
    assert entries["agent"]["scopes"] == ["model.fraud.predict"]
    assert entries["agent"]["roles"] == []
    assert entries["batch"]["scopes"] == ["model.churn.predict"]


def test_scope_names_the_agent_as_audience() -> None:
    """Keycloak lets a client trade tokens that name it in `aud`: the scope puts it there, and people are asked."""
    stack = build_declaration(declared())
    scope = of(stack, "keycloak_openid_client_scope", "_Exchange_")
    assert scope["consent_screen_text"] == "${each.key} may call models on your behalf"
    config = of(stack, "keycloak_generic_protocol_mapper", "_Exchange_Audience")["config"]
    assert (config["included.custom.audience"], config["access.token.claim"]) == ("${each.key}", "true")


def test_traded_tokens_claim_the_agents_client_id() -> None:
    """RFC 9068 requires `client_id`, which Keycloak leaves out of traded tokens."""
    mapper = of(build_declaration(declared()), "keycloak_generic_protocol_mapper", "_Consumers_")
    assert (mapper["config"]["claim.name"], mapper["config"]["claim.value"]) == ("client_id", "${each.key}")


def test_oldest_provider_takes_the_flag_as_a_setting() -> None:
    """Provider 4.5.0 has no argument for it."""
    stack = build_declaration(declared(), OLDEST)
    settings = {name: entry["settings"].get(FLAG) for name, entry in consumer_entries(stack).items()}
    assert settings == {"agent": "true", "batch": None}
    assert "standard_token_exchange_enabled" not in of(stack, "keycloak_openid_client", "_Consumers_")


def test_newest_provider_takes_the_flag_as_an_argument() -> None:
    """Provider 5.9.0 refuses the setting, and has an argument."""
    stack = build_declaration(declared(), NEWEST)
    argument = of(stack, "keycloak_openid_client", "_Consumers_")["standard_token_exchange_enabled"]
    assert argument == '${contains(["agent"], each.key)}'
    assert FLAG not in stack.text


@pytest.mark.parametrize(
    ("features", "constraint"), [(OLDEST, ">= 4.5.0, < 5.3.0"), (ProviderFeatures.of("5.3.0"), ">= 5.3.0, < 6.0.0")]
)
def test_stack_accepts_the_providers_it_is_valid_for(features: ProviderFeatures, constraint: str) -> None:
    """Terraform refuses at init what would fail at apply."""
    environment = Environment(keycloak=KeycloakProps(url="https://sso.example.com"), **dict(declared()))
    (stack,) = synthesize_stacks("agents", environment, features).values()
    assert stack.json["terraform"]["required_providers"]["keycloak"]["version"] == constraint


def test_both_clients_of_a_rotating_secret_may_trade() -> None:
    """While a secret rotates, the old and the new client are both in the audience, and both may trade."""
    auth = {"method": "client_secret", "credentials": ["blue", "green"]}
    declaration = declare(
        applications={"notebook": {"redirect_uris": [CALLBACK]}},
        consumers={"agent": {"exchange": EXCHANGE, "auth": auth}},
    )
    assert AccessPolicy(declaration).exchanging == {"agent": ("agent", "agent-green")}
    stack = build_declaration(declaration, NEWEST)
    argument = of(stack, "keycloak_openid_client", "_Consumers_")["standard_token_exchange_enabled"]
    assert argument == '${contains(["agent", "agent-green"], each.key)}'
    ((_, clients),) = [item for item in stack.json["locals"].items() if "Exchange_Clients" in item[0]]
    assert clients == {"agent": {"consumer": "agent"}, "agent-green": {"consumer": "agent"}}


def test_nobody_is_named_as_actor_by_default() -> None:
    """The claim `act` is written for those who declare it alone."""
    assert AccessPolicy(declared()).acting == {}
    assert "act.client_id" not in build_declaration(declared()).text


def test_actor_is_the_client_itself() -> None:
    """Two constants name the client and its service account, in its own tokens and no others."""
    declaration = declare(
        applications={"notebook": {"redirect_uris": [CALLBACK]}},
        consumers={"agent": {"exchange": {**EXCHANGE, "delegation": True}}, "other": {"exchange": EXCHANGE}},
    )
    assert AccessPolicy(declaration).acting == {"agent": ("agent",)}
    stack = build_declaration(declaration)
    mappers = {
        item["config"]["claim.name"]: item
        for item in stack.json["resource"]["keycloak_generic_protocol_mapper"].values()
        if item["config"].get("claim.name", "").startswith("act.")
    }
    assert {claim: mapper["config"]["claim.value"] for claim, mapper in mappers.items()} == {
        "act.client_id": "${each.key}",
        "act.sub": mappers["act.sub"]["client_id"].replace("].id", "].service_account_user_id"),
    }
    ((_, acting),) = [item for item in stack.json["locals"].items() if "_Acting" in item[0]]
    assert set(acting) == {"agent"}

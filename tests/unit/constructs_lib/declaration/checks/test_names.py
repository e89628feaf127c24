"""Names: once in the realm, whichever file declares them, and not Keycloak's own."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props import ApiProps, ModelProps
from tests.support.declarations.declarations import PERSON, declare, faults
from tests.support.declarations.people_sources import ldap

pytestmark = pytest.mark.unit

CONSUMER = {"every_model": True}
APPLICATION = {"redirect_uris": ["https://ui.example.com/cb"]}
DUPLICATE = "is already declared by"


def test_consumer_with_the_name_of_the_api_is_refused() -> None:
    """Consumers, applications and the API are all clients of one realm."""
    assert faults(declare(consumers={"scorer": CONSUMER})) == [
        (
            f"realm 'ml-prod': client 'scorer' {DUPLICATE} the environment's own file as api.client_id: "
            "rename one of the two"
        )
    ]


def test_application_with_the_name_of_a_consumer_is_refused() -> None:
    """One client cannot be both machine and application."""
    assert faults(declare(consumers={"batch": CONSUMER}, applications={"batch": APPLICATION})) == [
        (
            f"realm 'ml-prod': client 'batch' {DUPLICATE} the environment's own file as consumers.batch: "
            "rename one of the two"
        )
    ]


def test_names_are_unique_across_teams() -> None:
    """Two teams cannot both have a client, a group, a person or an e-mail address."""
    member = {**PERSON.model_dump(), "groups": ["analysts"]}
    team = {
        "consumers": {"batch": CONSUMER},
        "groups": {"analysts": {"fraud": ["predict"]}},
        "people": {"ada": member},
    }
    assert faults(declare(teams={"risk": team, "growth": team})) == [
        f"realm 'ml-prod': {what} is declared by team 'risk' as {key} and by team 'growth' as {key}: {remedy}"
        for what, key, remedy in (
            ("client 'batch'", "consumers.batch", "rename one of the two"),
            ("person 'ada'", "people.ada", "rename one of the two"),
            ("group 'analysts'", "groups.analysts", "rename one of the two"),
            ("e-mail address 'ada@example.com'", "ada.email", "write another"),
        )
    ]


def test_two_people_cannot_share_an_address() -> None:
    """The realm allows an e-mail address once."""
    assert faults(declare(people={"ada": PERSON, "bob": PERSON})) == [
        (
            f"realm 'ml-prod': e-mail address 'ada@example.com' {DUPLICATE} the environment's own file as ada.email: "
            "write another"
        )
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"),
        "admin-permissions",
    ],
)
def test_names_of_keycloaks_own_clients_are_refused(name: str) -> None:
    """A client that Keycloak makes itself cannot be declared."""
    assert faults(declare(consumers={name: CONSUMER})) == [
        f"realm 'ml-prod': client '{name}' is Keycloak's own in every realm: choose another name"
    ]


def test_names_of_service_accounts_are_refused() -> None:
    """A person cannot be called as Keycloak calls a client's service account."""
    assert faults(declare(people={"service-account-batch": PERSON})) == [
        (
            "realm 'ml-prod': person 'service-account-batch': Keycloak names its service accounts 'service-account-…': "
            "choose another name"
        )
    ]


def test_name_of_the_roles_for_every_model_is_refused() -> None:
    """A model cannot have the name that stands for all of them in roles."""
    assert faults(declare(models={"every-model": ModelProps()})) == [
        "realm 'ml-prod': model 'every-model' is what roles for '*' are called: choose another name"
    ]


@pytest.mark.parametrize(
    ("role", "what"),
    [
        ("fraud:predict", "the name of a role"),
        ("every-model:explain", "the name of a role"),
        ("basic", "a client scope's name"),
        ("ml-base", "a client scope's name"),
    ],
)
def test_access_role_with_a_name_that_is_taken_is_refused(role: str, what: str) -> None:
    """The access role is a role and a client scope: neither may exist already."""
    assert faults(declare(api=ApiProps(client_id="scorer", access_role=role))) == [
        f"realm 'ml-prod': access role '{role}' is {what} already: choose another name"
    ]


def test_names_that_give_one_variable_are_refused() -> None:
    """Two people or clients whose secrets would share a Terraform variable cannot both be declared."""
    people = {"ada-l": PERSON, "ada_l": {**PERSON.model_dump(), "email": "l@example.com"}}
    assert faults(declare(people=people, consumers={"batch-a": CONSUMER, "batch_a": CONSUMER})) == [
        f"realm 'ml-prod': '{second}' and '{first}' have the same Terraform variable '{variable}': "
        "rename one of the two"
        for first, second, variable in (
            ("batch-a", "batch_a", "batch_a_client_secret"),
            ("ada-l", "ada_l", "ada_l_initial_password"),
        )
    ]


def test_person_may_have_the_name_of_a_client_and_of_a_group() -> None:
    """Clients, people and groups have names of their own each."""
    groups = {"batch": {"fraud": ["predict"]}}
    people = {"batch": {**PERSON.model_dump(), "groups": ["batch"]}}
    assert faults(declare(consumers={"batch": CONSUMER}, groups=groups, people=people)) == []


@pytest.mark.parametrize("credentials", [["blue"], ["blue", "green"], ["green"]])
def test_second_client_of_a_consumer_is_kept_for_it(credentials: list[str]) -> None:
    """Whoever takes the name of the client that a secret rotates to is told so, whichever file is read first."""
    auth = {"method": "client_secret", "credentials": credentials}
    kept = (
        "realm 'ml-prod': client 'batch-green' is kept for consumer 'batch' of team 'risk', whose secret rotates "
        "to it: choose another name"
    )
    risk = {"consumers": {"batch": {"auth": auth, "grants": {"fraud": ["predict"]}}}}
    for squatter in (
        {"consumers": {"batch-green": {"grants": {"fraud": ["predict"]}}}},
        {"applications": {"batch-green": APPLICATION}},
    ):
        with pytest.raises(DeclarationError) as caught:
            check_declaration(declare(teams={"growth": squatter, "risk": risk}))
        (finding,) = caught.value.findings
        assert (finding.message, finding.path[:2]) == (kept, ("teams", "growth"))
        assert finding.also == ("teams", "risk", "consumers", "batch")
    published = {"method": "private_key_jwt", "jwks_url": "https://batch.example.com/jwks"}
    risk["consumers"]["batch"]["auth"] = published
    assert faults(declare(teams={"growth": squatter, "risk": risk})) == []


def test_variable_of_a_second_client_is_kept_too() -> None:
    """A name that differs and gives the same variable would hand one's secret to the other."""
    assert faults(declare(consumers={"batch": CONSUMER}, applications={"batch_green": APPLICATION})) == [
        (
            "realm 'ml-prod': 'batch_green' and 'batch-green' have the same Terraform variable "
            "'batch_green_client_secret': rename one of the two"
        )
    ]


def test_name_of_a_consumer_is_kept_while_its_other_client_is_in_use() -> None:
    """The next rotation comes back to it."""
    auth = {"method": "client_secret", "credentials": ["green"]}
    consumers = {"batch": {"every_model": True, "auth": auth}}
    assert faults(declare(consumers=consumers, applications={"batch": APPLICATION})) == [
        (
            f"realm 'ml-prod': client 'batch' {DUPLICATE} the environment's own file as consumers.batch: "
            "rename one of the two"
        )
    ]


@pytest.mark.parametrize("name", ["account", "account-console", "admin-cli", "broker", "realm-management"])
def test_audience_is_not_a_client_of_keycloaks_own(name: str) -> None:
    """With the audience `account`, a token for a person's own account would open models."""
    assert faults(declare(api=ApiProps(client_id="scorer", audience=name))) == [
        f"realm 'ml-prod': audience '{name}' is Keycloak's own client: choose another, such as a URN"
    ]


@pytest.mark.parametrize(
    ("audience", "refused"),
    [
        ("https://sso.example.com/realms/ml-prod", True),
        ("https://sso.example.com:8443/auth/realms/ml-prod/", True),
        ("https://sso.example.com/realms/ml-prod/protocol/openid-connect/token", True),
        ("https://sso.example.com/realms/ml-production", False),
        ("urn:sso:/realms/ml-prod", False),
    ],
)
def test_audience_is_no_url_of_the_realm(audience: str, refused: bool) -> None:  # noqa: FBT001 - parametrized
    """Keycloak's own tokens and clients' assertions are for these: the API would take whatever else is."""
    fault = f"realm 'ml-prod': audience '{audience}' is a URL of the realm's own, which Keycloak's other tokens are for"
    expected = [f"{fault}: choose another, such as a URN"] if refused else []
    assert faults(declare(api=ApiProps(client_id="scorer", audience=audience))) == expected


def test_client_of_keycloaks_own_is_said_once() -> None:
    """That its name would be the audience, too, follows from it."""
    (fault,) = faults(declare(api=ApiProps(client_id="account")))
    assert fault.startswith("realm 'ml-prod': client 'account' is Keycloak's own in every realm")


def test_audience_is_not_another_client() -> None:
    """An application's ID tokens have its client_id as audience: the API would take them."""
    api = ApiProps(client_id="scorer", audience="notebook")
    assert faults(declare(api=api, applications={"notebook": APPLICATION})) == [
        "realm 'ml-prod': audience 'notebook' is another client: choose another, such as a URN"
    ]
    assert faults(declare(api=ApiProps(client_id="scorer", audience="scorer"))) == []


def test_name_that_every_construct_has_already_is_refused() -> None:
    """The CDK finds `constructor` among the children of any construct, and fails with a trace of JavaScript."""
    member = {**PERSON.model_dump(), "groups": ["constructor"]}
    name, said = "constructor", "is a word that the CDK keeps for itself: choose another name"
    directory = ldap({"a": name})
    declaration = declare(
        applications={name: APPLICATION},
        groups={name: {"fraud": ["predict"]}},
        external_people=True,
        federation={name: directory},
        teams={name: {"people": {name: member}}},
    )
    assert faults(declaration) == [
        f"realm 'ml-prod': {label} 'constructor' {said}"
        for label in ("group", "application", "person", "team", "directory")
    ]
    assert faults(declare(consumers={name: CONSUMER})) == []

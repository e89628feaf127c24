"""A second factor that somebody needs since, before whoever linked the account to an identity provider earlier."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING

import pyotp
import pytest

from constructs_lib.declaration.secret_names import initial_password_name
from tests.support.audit.audited import audited
from tests.support.baseline.answers import answer_of
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.people.page_form import PageForm
from tests.support.realms.brokering import brokered_person, register_by_key, with_one_provider
from tests.support.realms.corporate_realm import CorporatePerson, CorporateRealm
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

PREDICT = "model.fraud-detector.predict"
ROLES = ["fraud-detector:predict"]
PERIOD_S = 30


@pytest.fixture(scope="module")
def corporate(keycloak: KeycloakServer) -> Iterator[CorporateRealm]:
    """The company's own provider: somebody has the address of our person there, somebody else has no account here."""
    people = {"bob-there": CorporatePerson(email="bob@example.com"), "nora-there": CorporatePerson()}
    with CorporateRealm.of_run("corporate-linked", keycloak, people) as realm:
        yield realm


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer,
    private: PrivateSide,
    corporate: CorporateRealm,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveEnvironment]:
    """A local account that needs no second factor yet, and a group that calls for one."""
    environment = page_environment(
        "broker-identities",
        changes={
            "identity_providers": {"corp": corporate.oidc},
            "groups": {name: {"fraud-detector": ["predict"]} for name in ("fraud-analysts", "leads")},
            "second_factor": {"leads": "otp"},
            "external_people": True,
        },
    )
    environment = with_one_provider(environment, "corp", {"bob": ready_person("bob", "fraud-analysts")})
    folder = tmp_path_factory.mktemp("linked-earlier")
    live = LiveEnvironment.apply(environment, realm="earlier", folder=folder, keycloak=keycloak, private=private)
    register_by_key(live, corporate, "corp")
    yield live
    keycloak.admin.delete_realm(live.realm)


def join_leads(live: LiveEnvironment, username: str) -> None:
    """Put somebody into the group that calls for a second factor."""
    realm = f"realms/{live.realm}"
    (user,) = live.admin.get(f"{realm}/users", username=username, exact="true").json()
    (group,) = live.admin.get(f"{realm}/groups", search="leads", exact="true").json()
    live.admin.request("PUT", f"{realm}/users/{user['id']}/groups/{group['id']}")


def app_of(page: httpx.Response) -> pyotp.TOTP:
    """Return the authenticator app, after it has read the page's secret."""
    secret = PageForm(page.text).values["totpSecret"]
    return pyotp.TOTP(base64.b32encode(secret.encode()).decode())


def test_link_of_before_asks_for_the_second_factor(
    live: LiveEnvironment, corporate: CorporateRealm, private: PrivateSide
) -> None:
    """A link that the password alone made lets nobody pass over the second factor that its account needs since."""
    visitor = brokered_person(live, corporate, "bob-there", "corp")
    proof = visitor.submit(visitor.arrive(PREDICT), submitAction="linkAccount")
    page = visitor.submit(proof, password=private.secret(initial_password_name("bob")))
    assert live.tokens.roles(visitor.redeem(page)) == ROLES
    assert live.tokens.roles(brokered_person(live, corporate, "bob-there", "corp").ask(PREDICT)) == ROLES
    join_leads(live, "bob")

    visitor = brokered_person(live, corporate, "bob-there", "corp")
    page = visitor.arrive(PREDICT)
    assert answer_of(page) == "200 login-config-totp"
    app = app_of(page)
    page = visitor.submit(page, totp=app.now(), userLabel="Phone")
    assert live.tokens.roles(visitor.redeem(page)) == ROLES

    visitor = brokered_person(live, corporate, "bob-there", "corp")
    page = visitor.arrive(PREDICT)
    assert answer_of(page) == "200 login-otp"
    page = visitor.submit(page, otp=app.at(int(time.time()) + PERIOD_S))  # Keycloak looks one period ahead
    assert live.tokens.roles(visitor.redeem(page)) == ROLES


def test_who_came_through_the_provider_is_asked_there_alone(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """Whose account the provider made is not asked here, in a group that calls for a second factor either."""
    brokered_person(live, corporate, "nora-there", "corp").ask(PREDICT)
    join_leads(live, "nora-there")
    assert live.tokens.roles(brokered_person(live, corporate, "nora-there", "corp").ask(PREDICT)) == ROLES


def test_audit_tells_of_the_link(live: LiveEnvironment) -> None:
    """Of who needs a second factor and whose account no provider made: an administrator looks at it, or removes it."""
    told = [finding.text for finding in audited(live).findings if "link of" in finding.text]
    assert [text for text in told if "person bob to corp" in text] == told != []


def test_taken_out_it_leaves_no_flow(live: LiveEnvironment) -> None:
    """One deployment takes flow and need back: nothing is left to plan, and the provider asks nobody."""
    assert [change.arguments for change in live.plan()] in ([], [("first_name",)])  # the provider's word of a name
    live.change(live.environment.model_copy(update={"second_factor": {}}))
    (provider,) = live.admin.get(f"realms/{live.realm}/identity-provider/instances").json()
    flows = {flow["alias"] for flow in live.admin.get(f"realms/{live.realm}/authentication/flows").json()}
    assert (provider.get("postBrokerLoginFlowAlias"), [each for each in flows if "later" in each]) == (None, [])
    assert live.plan() == []

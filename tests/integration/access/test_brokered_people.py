"""People of another identity provider: `docs/how-to/broker-identities.md`, a second realm as the company's."""

from __future__ import annotations

import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.secret_names import client_secret_name, initial_password_name
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import client_of, preview
from tests.support.baseline.answers import answer_of
from tests.support.declarations.page_snippets import page_environment
from tests.support.people.browser import open_page
from tests.support.people.visitor import Visitor
from tests.support.realms.brokered_accounts import CORPORATE, brokers, local_account
from tests.support.realms.brokering import broker_endpoint, brokered_person, register_by_key
from tests.support.realms.corporate_realm import CorporateRealm
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.tokens.previewed import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.people.brokered_person import BrokeredPerson
    from tests.support.people.visitor import Page
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# The tests share two realms; each has people of its own.
pytestmark = [pytest.mark.integration, pytest.mark.first]

PREDICT = "model.fraud-detector.predict"
ROLE = "fraud-detector:predict"
BOTH = pytest.mark.parametrize("alias", ["corp", "corp-saml"])


@pytest.fixture(scope="module")
def corporate(keycloak: KeycloakServer) -> Iterator[CorporateRealm]:
    """The company's own provider."""
    with CorporateRealm.of_run("corporate", keycloak, CORPORATE) as realm:
        yield realm


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer,
    private: PrivateSide,
    corporate: CorporateRealm,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveEnvironment]:
    """The page's environment with four local accounts, registered at the company's provider."""
    environment = page_environment(
        "broker-identities",
        changes={
            "identity_providers": brokers(corporate, private),
            "people": {name: local_account(name) for name in ("ada", "alan", "grace", "linda")},
            "applications": {"notebook": {"groups_claim": True}},
        },
    )
    folder = tmp_path_factory.mktemp("brokered")
    live = LiveEnvironment.apply(environment, realm="brokered", folder=folder, keycloak=keycloak, private=private)
    register_by_key(live, corporate, "corp")
    for name in ("members", "forged"):
        corporate.add_oidc_client(name, broker_endpoint(live, name), secret=private.secret(client_secret_name(name)))
    corporate.add_saml_client("https://sso.example.com/realms/ml-brokered", broker_endpoint(live, "corp-saml"))
    corporate.add_saml_client("urn:example:forged", broker_endpoint(live, "forged-saml"))
    yield live
    keycloak.admin.delete_realm(live.realm)


def links(live: LiveEnvironment, username: str) -> list[str]:
    """Return the providers that an account is linked to; none if there is no such account."""
    users = live.admin.get(f"realms/{live.realm}/users", username=username, exact="true").json()
    identities = [
        identity
        for user in users
        for identity in live.admin.get(f"realms/{live.realm}/users/{user['id']}/federated-identity").json()
    ]
    return [str(identity["identityProvider"]) for identity in identities]


def prove(visitor: BrokeredPerson, page: httpx.Response, password: str) -> httpx.Response:
    """Say that the account is one's own, and prove it."""
    return visitor.submit(visitor.submit(page, submitAction="linkAccount"), password=password)


@BOTH
def test_claim_grants(live: LiveEnvironment, corporate: CorporateRealm, alias: str) -> None:
    """Who holds the claim holds our group's role; who does not logs in, and holds none."""
    for username, expected in ((f"marie-{alias}", [ROLE]), (f"nobody-{alias}", [])):
        assert live.tokens.roles(brokered_person(live, corporate, username, alias).ask(PREDICT)) == expected
        assert links(live, username) == [alias]


def test_preview_is_the_token(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """What a review says of the holders of a claim is what the token of one of them holds."""
    review = AccessReview(live.environment)
    principal = review.principal("corp:groups=ml-fraud")
    found = preview(
        review, principal, client_of(review, principal, "notebook"), [PREDICT], keycloak_url=live.private.url
    )
    assert found.claims["groups"] == ["corp"]
    assert differences(found, brokered_person(live, corporate, "marie-corp", "corp").ask(PREDICT)) == []


def test_second_value_grants_too(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """Of several values that lead to a group one is enough, whichever it is."""
    for _ in range(2):
        assert live.tokens.roles(brokered_person(live, corporate, "lead", "corp").ask(PREDICT)) == [ROLE]


@BOTH
def test_claim_is_lost(live: LiveEnvironment, corporate: CorporateRealm, alias: str) -> None:
    """Who lost the claim at the provider has no role from the next login on."""
    before = live.tokens.roles(brokered_person(live, corporate, f"leaver-{alias}", alias).ask(PREDICT))
    corporate.leave(f"leaver-{alias}", "ml-fraud")
    after = live.tokens.roles(brokered_person(live, corporate, f"leaver-{alias}", alias).ask(PREDICT))
    assert (before, after) == ([ROLE], [])


@BOTH
@pytest.mark.parametrize("thief", ["mallory", "ada"], ids=["same-address", "same-username"])
def test_account_is_not_taken_over(live: LiveEnvironment, corporate: CorporateRealm, alias: str, thief: str) -> None:
    """A person with a local one's address or username is asked for its password; the provider's opens nothing."""
    visitor = brokered_person(live, corporate, thief, alias)
    page = visitor.arrive(PREDICT)
    assert answer_of(page) == "200 login-idp-link-confirm"
    proof = visitor.submit(page, submitAction="linkAccount")
    assert answer_of(proof) == "200 login page"
    assert answer_of(visitor.submit(proof, password=corporate.password)) == "200 login page"
    assert links(live, "ada") == []


def test_address_of_another_is_no_way_in(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """A person who takes a local one's address at the provider later on does not become that one."""
    assert live.tokens.roles(brokered_person(live, corporate, "renamed", "corp").ask(PREDICT)) == [ROLE]
    corporate.set_email("renamed", "alan@example.com")
    # Keycloak says one or the other, by whether it or its database finds the address taken.
    refusals = {"409 conflict", "500 error page"}
    assert answer_of(brokered_person(live, corporate, "renamed", "corp").arrive(PREDICT)) in refusals
    assert links(live, "alan") == []


def test_owner_links_the_account(live: LiveEnvironment, corporate: CorporateRealm, private: PrivateSide) -> None:
    """With the account's password it is linked, once and for all; groups that we put the owner into stay."""
    visitor = brokered_person(live, corporate, "grace", "corp")
    arrived = prove(visitor, visitor.arrive(PREDICT), private.secret(initial_password_name("grace")))
    assert live.tokens.roles(visitor.redeem(arrived)) == [ROLE]
    assert links(live, "grace") == ["corp"]
    assert live.tokens.roles(brokered_person(live, corporate, "grace", "corp").ask(PREDICT)) == [ROLE]


def by_password(live: LiveEnvironment, username: str, password: str | None = None) -> Page:
    """Log in at the realm's own page, as a local person does."""
    local = live.person("grace" if password else username)
    return Visitor(replace(local, username=username, password=password or local.password)).log_in(PREDICT)


@pytest.mark.parametrize(
    ("username", "alias"),
    [("own-password-corp", "corp"), ("own-password-corp-saml", "corp-saml"), ("no-group", "corp")],
)
def test_password_of_ones_own_opens_nothing(
    live: LiveEnvironment, corporate: CorporateRealm, username: str, alias: str
) -> None:
    """Who came by the provider may set a password here, and logs in there alone: it outlives no account."""
    visitor = brokered_person(live, corporate, username, alias)
    visitor.ask(PREDICT)
    page = visitor.follow(visitor.authorization_url(PREDICT, kc_action="UPDATE_PASSWORD"))
    password = f"Zq9!{secrets.token_hex(12)}"
    visitor.submit(page, **{"password-new": password, "password-confirm": password})
    (user,) = live.admin.get(f"realms/{live.realm}/users", username=username, exact="true").json()
    kinds = [each["type"] for each in live.admin.get(f"realms/{live.realm}/users/{user['id']}/credentials").json()]
    assert kinds == ["password"]
    refused = by_password(live, username, password)
    assert (refused.name, refused.answer) == ("error", {})
    assert brokered_person(live, corporate, username, alias).ask(PREDICT).status_code == HTTPStatus.OK


def test_local_people_keep_their_password(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """Who has an account here logs in by its password, until a provider puts them into its groups."""
    assert "code" in by_password(live, "alan").answer
    assert "code" in by_password(live, "linda").answer
    visitor = brokered_person(live, corporate, "linda", "corp")
    arrived = prove(visitor, visitor.arrive(PREDICT), live.person("linda").password)
    assert live.tokens.roles(visitor.redeem(arrived)) == [ROLE]
    assert (by_password(live, "linda").name, by_password(live, "alan").name) == ("error", "")


def test_new_people_may_be_turned_away(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """With `first_login: link` a person without an account gets none."""
    assert answer_of(brokered_person(live, corporate, "stranger", "members").arrive(PREDICT)) == "401 error page"
    assert live.admin.get(f"realms/{live.realm}/users", username="stranger", exact="true").json() == []


@pytest.mark.parametrize(("alias", "answer"), [("forged", "502 error page"), ("forged-saml", "400 error page")])
def test_signature_is_checked(live: LiveEnvironment, corporate: CorporateRealm, alias: str, answer: str) -> None:
    """An answer that another key signed than the declared one logs nobody in."""
    assert answer_of(brokered_person(live, corporate, alias, alias).arrive(PREDICT)) == answer
    assert live.admin.get(f"realms/{live.realm}/users", username=alias, exact="true").json() == []


@pytest.mark.e2e
@BOTH
def test_browser(live: LiveEnvironment, corporate: CorporateRealm, alias: str) -> None:
    """In a real browser the login page offers the provider by its name, and leads there and back to the application."""
    visitor = brokered_person(live, corporate, f"browsing-{alias}", alias)
    display_name = live.environment.identity_providers[alias].display_name
    assert display_name is not None
    with open_page() as page:
        page.goto(visitor.authorization_url(PREDICT))
        page.get_by_role("link", name=display_name, exact=True).click()
        page.fill("#username", visitor.username)
        page.fill("#password", visitor.password)
        with page.expect_request(lambda request: request.url.startswith(visitor.redirect_uri)) as returned:
            page.click("#kc-login")
        url = returned.value.url
    assert live.tokens.roles(visitor.redeem_from(url)) == [ROLE]


def test_plan_is_empty_after_logins(live: LiveEnvironment, corporate: CorporateRealm) -> None:
    """Nothing that logins brought to Keycloak is planned away; the presets settle as well."""
    assert live.tokens.roles(brokered_person(live, corporate, "marie-corp", "corp").ask(PREDICT)) == [ROLE]
    assert live.plan() == []

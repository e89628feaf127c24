"""What a token will hold; `tests/integration/access/test_token_preview.py` compares it with real ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.declaration.token_mappers import TokenMapper
from constructs_lib.review.at_issue import AtIssue
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import TokenPreview, client_of, preview
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, REALM, declare
from tests.support.tokens.previews import KEYCLOAK, previewed_token

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")
UI = {"ui": {"redirect_uris": ["https://ui.example.com/callback"]}}
ADA = PERSON.model_copy(update={"grants": {"fraud": ("predict", "explain")}, "email_verified": False})


def known(found: TokenPreview) -> dict[str, object]:
    """Return the claims that are known before the issue."""
    return {name: value for name, value in found.claims.items() if not isinstance(value, (AtIssue, dict))}


def test_claims_of_a_machine() -> None:
    """Issuer, audience, client, scope and the role that was asked for; a binding shows as `cnf`."""
    found = previewed_token(DEMO, "edge-forecaster", "openid", "model.forecaster.predict")
    assert known(found) == {
        "iss": f"{KEYCLOAK}/realms/ml-demo",
        "typ": "Bearer",
        "azp": "edge-forecaster",
        "scope": "model.forecaster.predict openid",
        "aud": "urn:example:model-api",
        "roles": ["forecaster:predict"],
        "client_id": "edge-forecaster",
    }
    assert found.claims["cnf"] == {"x5t#S256": AtIssue("thumbprint of the certificate", 45)}
    assert (found.header["alg"], found.header["typ"], found.lifespan_s) == ("ES256", "at+jwt", 300)


def test_scope_without_the_role_is_left_out() -> None:
    """A person's scope counts where the person has the role behind it."""
    found = previewed_token(DEMO, "alan", "model.fraud-detector.explain", "model.forecaster.predict")
    assert (found.claims["scope"], found.claims["roles"]) == (
        "model.fraud-detector.explain",
        ["fraud-detector:explain"],
    )
    assert found.left_out == ("model.forecaster.predict",)


def test_login_to_the_api_holds_every_role() -> None:
    """The API's own tokens hold the roles of its client, those behind `*` too, unasked."""
    ada = ADA.model_copy(update={"grants": {"*": ("predict",)}, "every_model": True})
    declared = declare(api={"client_id": "scorer", "direct_access_grants": True}, people={"ada": ada})
    assert previewed_token(declared, "ada").claims["roles"] == [
        *("churn:predict", "every-model:predict", "fraud:predict", "model-api-access")
    ]


def test_former_name_of_a_model_still_asks() -> None:
    """While a model is renamed, its scope by the former name brings the role of the new one."""
    models = {"fraud": {"renamed_from": "scam"}}
    declared = declare(models=models, consumers={"batch": {"grants": {"fraud": ("predict",)}}})
    found = previewed_token(declared, "batch", "model.scam.predict")
    assert (found.claims["scope"], found.claims["roles"]) == ("model.scam.predict", ["fraud:predict"])


def test_token_that_is_handed_over_and_traded() -> None:
    """The scope of an exchange names the machine in `aud`; what that trades it for is the person's, by its client."""
    handed = previewed_token(FEDERATED, "corp-ldap:ML Leads", "exchange.assistant", through="notebook")
    assert handed.claims["aud"] == ["assistant", "urn:example:model-api"]
    traded = previewed_token(FEDERATED, "corp-ldap:ML Leads", "model.fraud-detector.predict", through="assistant")
    assert known(traded) == {
        "iss": f"{KEYCLOAK}/realms/ml-federated",
        "typ": "Bearer",
        "azp": "assistant",
        "scope": "model.fraud-detector.predict",
        "aud": "urn:example:model-api",
        "roles": ["fraud-detector:predict"],
        "client_id": "assistant",
    }
    assert traded.lifespan_s == 120


def test_groups_and_profile() -> None:
    """Applications that read groups and userinfo get them, by what is asked for."""
    groups = {"leads": {"*": ("predict",)}}
    ui = {"ui": {**UI["ui"], "groups_claim": True, "userinfo": True}}
    ada = ADA.model_copy(update={"groups": ("leads",)})
    declared = declare(people={"ada": ada}, groups=groups, applications=ui, external_people=True)
    found = previewed_token(declared, "ada", "profile", "email")
    assert {
        name: found.claims[name] for name in ("groups", "name", "preferred_username", "email", "email_verified")
    } == {
        "groups": ["leads"],
        "name": "Ada Lovelace",
        "preferred_username": "ada",
        "email": "ada@example.com",
        "email_verified": False,
    }
    assert {"auth_time", "given_name", "family_name"} <= set(found.claims)
    stranger = previewed_token(declared, "group:leads", "profile", "email")
    assert isinstance(stranger.claims["email"], AtIssue)
    assert (stranger.claims["groups"], stranger.size_is_exact) == (["leads"], False)
    assert "groups" not in previewed_token(declare(people={"ada": ADA}, applications=ui), "ada").claims


@pytest.mark.parametrize(
    ("who", "group"), [("corp-ldap:ML Leads", "ML Leads"), ("corp:groups=ml-fraud", "corp"), ("ada", "churn-analysts")]
)
def test_groups_of_people_from_elsewhere(who: str, group: str) -> None:
    """Keycloak names the group that somebody is in directly: of people from elsewhere a subgroup of ours."""
    notebook = FEDERATED.applications["notebook"].model_copy(update={"groups_claim": True})
    declared = FEDERATED.model_copy(update={"applications": {"notebook": notebook}, "consumers": {}})
    assert previewed_token(declared, who).claims["groups"] == [group]


def test_proven_address() -> None:
    """Where addresses must be proven, nobody has a token whose address is not."""
    ui = {"ui": {**UI["ui"], "userinfo": True}}
    realm = {"name": "ml", "smtp": {"host": "smtp.example.com", "sender": "no-reply@example.com"}}
    declared = declare(realm=realm, people={"ada": ADA}, applications=ui)
    assert previewed_token(declared, "ada", "email").claims["email_verified"] is True


def test_directory_without_copies() -> None:
    """Where Keycloak keeps no copy of people, their `sub` has their name in it, so that the size is a guess."""
    directory = FEDERATED.federation["corp-ldap"].model_copy(update={"import_enabled": False})
    declared = FEDERATED.model_copy(update={"federation": {"corp-ldap": directory}})
    found = previewed_token(declared, "corp-ldap:ML Leads", through="notebook")
    assert not found.size_is_exact


def test_bound_to_a_key() -> None:
    """A token that is bound to a key says so in its type, too."""
    found = previewed_token(declare(consumers={"batch": {"dpop": True, "grants": {"fraud": ("predict",)}}}), "batch")
    assert (found.claims["typ"], found.claims["cnf"]) == (
        "DPoP",
        {"jkt": AtIssue("thumbprint of the key", 45), "kc-jkt-type": "DPoP"},
    )


def test_bound_to_a_certificate_and_a_key() -> None:
    """Keycloak names the certificate, and not the key."""
    auth = {"method": "mtls", "subject_dn": "CN=edge,O=Example"}
    found = previewed_token(
        declare(consumers={"edge": {"auth": auth, "dpop": True, "grants": {"fraud": ("predict",)}}}), "edge"
    )
    assert found.claims["cnf"] == {"x5t#S256": AtIssue("thumbprint of the certificate", 45)}


@pytest.mark.parametrize(
    ("algorithm", "size"), [("ES256", 571), ("ES384", 613), ("ES512", 661), ("RS256", 827), ("PS256", 827)]
)
def test_size(algorithm: str, size: int) -> None:
    """As a real token of these very claims had it; signatures differ in length by their algorithm."""
    realm = {"name": "gw9atch", "login": {"verify_email": False}, "signature_algorithm": algorithm}
    api = {"client_id": "model-api", "audience": "urn:example:api", "introspection": True}
    declared = declare(realm=realm, api=api, consumers={"plain": {"grants": {"fraud": ("predict",)}}})
    review = AccessReview(declared)
    principal = review.principal("plain")
    found = preview(review, principal, client_of(review, principal, None), keycloak_url="http://127.0.0.1:39387")
    assert (found.claims["aud"], found.size) == (["model-api", "urn:example:api"], size)


def test_unknown_kind_of_mapper() -> None:
    """A preview that would leave something out is none."""
    review = AccessReview(declare(consumers={"batch": {"grants": {"fraud": ("predict",)}}}))
    principal = review.principal("batch")
    client = replace(client_of(review, principal, None), mappers=(TokenMapper("odd", "oidc-script-mapper"),))
    with pytest.raises(NotImplementedError, match="'odd'"):
        preview(review, principal, client, keycloak_url=KEYCLOAK)


def test_realm_with_an_address_of_its_own() -> None:
    """Its issuer starts with that address."""
    realm = {**REALM.model_dump(), "attributes": {"frontendUrl": "https://login.example.com/"}}
    declared = declare(realm=realm, consumers={"batch": {"grants": {"fraud": ("predict",)}}})
    assert previewed_token(declared, "batch").claims["iss"] == "https://login.example.com/realms/ml-prod"

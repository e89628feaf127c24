"""What mappers of identity providers write of people, and of their sessions."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.identity.broker_grant import BrokerGrant
from constructs_lib.guardrails.rules.identity.broker_identity import BrokerIdentity
from constructs_lib.guardrails.rules.identity.broker_session_note import BrokerSessionNote
from tests.support.declarations.broker_mappers import Resources, claims, custom, typed
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.login_flows import faults as faults_in
from tests.support.declarations.login_flows import stack

pytestmark = pytest.mark.unit

ONCE = {"syncMode": "IMPORT"}


def template(text: str, **settings: str) -> Resources:
    """Return a mapper of names."""
    return typed("user_template_importer", template=text.replace("${", "$${"), extra_config=settings)


def importer(attribute: str, claim: str, **settings: str) -> Resources:
    """Return a mapper of an attribute."""
    return typed("attribute_importer", user_attribute=attribute, claim_name=claim, extra_config=settings)


ATTRIBUTE = "oidc-user-attribute-idp-mapper"


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (template("${CLAIM.sub}", target="BROKER_ID"), "its target is 'BROKER_ID'"),
        (template("${CLAIM.sub}", target="BROKER_USERNAME"), "its target is 'BROKER_USERNAME'"),
        (custom("oidc-username-idp-mapper", target="BROKER_ID"), "its target is 'BROKER_ID'"),
        (custom("%s-username-idp-mapper", target="BROKER_ID"), "its target is 'BROKER_ID'"),
        (custom("saml-user%.0sname-idp-mapper", target="BROKER_ID"), "its target is 'BROKER_ID'"),
        (template("${CLAIM.nickname}"), "it makes the name from 'nickname', which people may write"),
        (template("${ALIAS}.${CLAIM.nickname | lowercase}"), "it makes the name from 'nickname'"),
        (template("${CLAIM.name}", **ONCE), "it makes the name from 'name', which people may write"),
        (template("${CLAIM.preferred_username}"), "it makes the name from 'preferred_username' at every login"),
        (template("admin"), "it gives everybody the same name"),
        (template("${ALIAS}"), "it gives everybody the same name"),
        (custom("saml-username-idp-mapper", template="$${ATTRIBUTE.motto}"), "it makes the name from 'motto'"),
        (importer("username", "nickname", **ONCE), "it writes 'username' from 'nickname'"),
        (importer("username", "preferred_username"), "it writes 'username' from 'preferred_username' at every login"),
        (importer("email", "contact"), "it writes 'email' from 'contact', which says nothing"),
        (importer("emailVerified", "verified"), "it writes 'emailVerified' which is Keycloak's own to say"),
        (custom(ATTRIBUTE, **{"user.attribute": "email", "claim": "x"}), "it writes 'email' from 'x'"),
        (custom("github-user-attribute-mapper", userAttribute="username", jsonField="bio"), "from 'bio'"),
        (custom("saml-xpath-attribute-idp-mapper", **{"user.attribute": "email", "attribute.xpath": "//x"}), "'//x'"),
        (
            typed("attribute_importer", user_attribute="age", extra_config={"user.attribute": "email", "claim": "x"}),
            "x",
        ),
        (
            typed("hardcoded_attribute", attribute_name="email", attribute_value="a@b", user_session=False),
            "it writes 'email' as the same for everybody",
        ),
        (custom("hardcoded-attribute-idp-mapper", attribute="username"), "it writes 'username' as the same"),
    ],
)
def test_broker_identity_that_people_choose_is_refused(resources: Resources, fault: str) -> None:
    """What changes the link, or takes a name or an address from what people write themselves, is named."""
    (found,) = faults_of(BrokerIdentity(), resources)
    assert fault in found


def saml(**arguments: object) -> Resources:
    """Return a SAML identity provider."""
    return {"keycloak_saml_identity_provider.P": {"realm": "ml", "alias": "p", **arguments}}


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        (saml(principal_type="ATTRIBUTE", principal_attribute="motto"), "from 'motto', which people may write"),
        (saml(principal_type="FRIENDLY_ATTRIBUTE", principal_attribute="mail"), "from 'mail' at every login"),
        (saml(extra_config={"principalType": "ATTRIBUTE", "principalAttribute": "uid"}), "from 'uid' at every login"),
        (saml(extra_config={"userIDClaim": "login"}), "from 'login' at every login"),
        (saml(extra_config={"emailClaim": "contact"}), "it takes the address from 'contact'"),
    ],
)
def test_broker_identity_of_a_link_that_people_choose_is_refused(resources: Resources, fault: str) -> None:
    """What is taken for the subject finds the account."""
    (found,) = faults_of(BrokerIdentity(), resources)
    assert fault in found


@pytest.mark.parametrize(
    "resources",
    [
        saml(principal_type="SUBJECT", principal_attribute="x"),
        saml(principal_type="ATTRIBUTE", principal_attribute="urn:oasis:names:tc:SAML:attribute/persistent-id"),
        saml(extra_config={"userIDClaim": "id", "emailClaim": "email"}),
        template("${CLAIM.sub}", target="LOCAL"),
        template("${ALIAS}.${CLAIM.preferred_username}", **ONCE),
        template("${ALIAS}-${NAMEID | localpart}"),
        template("${ATTRIBUTE.urn:oid:0.9.2342.19200300.100.1.1}", **ONCE),
        typed("user_template_importer", template="${var.template}", extra_config={"target": "${var.target}"}),
        importer("email", "email"),
        importer("email", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"),
        importer("username", "sub"),
        importer("username", "upn", **ONCE),
        importer("department", "anything"),
        importer("${var.attribute}", "anything"),
        custom("oidc-advanced-group-idp-mapper", claims="[]", group="/x"),
        typed("hardcoded_attribute", attribute_name="source", attribute_value="corp", user_session=False),
        typed("hardcoded_attribute", attribute_name="email", attribute_value="corp", user_session=True),
    ],
)
def test_broker_identity_that_the_provider_vouches_for_passes(resources: Resources) -> None:
    """Identifiers, addresses, names that are handed out and read once, and attributes of one's own pass."""
    assert faults_of(BrokerIdentity(), resources) == []


def test_broker_identity_of_ours_passes() -> None:
    """What a declaration takes over from identity providers has no finding."""
    assert faults_in(BrokerIdentity(), stack()) == []
    assert faults_in(BrokerSessionNote(), stack()) == []
    assert faults_in(BrokerGrant(), stack()) == []


NOTES, CONSTANT_NOTE = "oidc-user-session-note-idp-mapper", "hardcoded-user-session-attribute-idp-mapper"


@pytest.mark.parametrize(
    ("resources", "note"),
    [
        (
            typed("hardcoded_attribute", attribute_name="client_id", attribute_value="batch", user_session=True),
            "client_id",
        ),
        (typed("hardcoded_attribute", attribute_name="AUTH_TIME", user_session="${var.session}"), "AUTH_TIME"),
        (typed("hardcoded_attribute", user_session="true", extra_config={"attribute": "roles"}), "roles"),
        (custom(CONSTANT_NOTE, attribute="client_id"), "client_id"),
        (custom("hardcoded-user-session-%s-idp-mapper", attribute="loa-map"), "loa-map"),
        (custom(NOTES, claims=claims("department", "client_id")), "client_id"),
        (custom(NOTES, claims=claims("authenticators-completed")), "authenticators-completed"),
        (custom(NOTES, claims=claims("Impersonator")), "Impersonator"),
        (custom(NOTES, claims=claims("identity_provider")), "identity_provider"),
    ],
)
def test_broker_session_note_that_says_who_calls_is_refused(resources: Resources, note: str) -> None:
    """What Keycloak and our mappers read in a session is written by Keycloak alone."""
    (found,) = faults_of(BrokerSessionNote(), resources)
    assert found.endswith(f": it writes the session attribute '{note}'")


@pytest.mark.parametrize("text", ["client_id=x", "{}", '["client_id"]', "[{}]"])
def test_broker_session_note_that_cannot_be_read_is_refused(text: str) -> None:
    """A map of claims that is none may be anything."""
    (found,) = faults_of(BrokerSessionNote(), custom(NOTES, claims=text))
    assert found.endswith("which session attributes it writes cannot be read")


@pytest.mark.parametrize(
    "resources",
    [
        typed("hardcoded_attribute", attribute_name="department", attribute_value="x", user_session=True),
        typed("hardcoded_attribute", attribute_name="client_id", attribute_value="x", user_session=False),
        custom(NOTES, claims=claims("department")),
        custom(NOTES, claims="[]"),
        custom(NOTES, claims="${var.claims}"),
        custom("oidc-user-attribute-idp-mapper", attribute="client_id"),
    ],
)
def test_broker_session_note_of_ones_own_passes(resources: Resources) -> None:
    """A note that nobody reads but a mapper of the same team passes, and so does an attribute of the account."""
    assert faults_of(BrokerSessionNote(), resources) == []


@pytest.mark.parametrize(
    ("rule", "resources", "name"),
    [
        (BrokerIdentity(), template("x", target='${var.x ? "BROKER_ID" : "LOCAL"}'), "target"),
        (BrokerIdentity(), importer("user${var.x}", "x"), "user_attribute"),
        (BrokerSessionNote(), custom(CONSTANT_NOTE, attribute="client_${var.x}"), "attribute"),
    ],
)
def test_mappers_that_hide_are_unread(
    rule: BrokerIdentity | BrokerSessionNote, resources: Resources, name: str
) -> None:
    """A condition, or a text in part, hides what is written."""
    assert any(f"{name} cannot be read" in each for each in faults_of(Unread([rule]), resources))

"""Names that differ, and yet become one thing."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from tests.support.declarations.declarations import PERSON, declare, faults
from tests.support.declarations.people_sources import OIDC, PREDICT, SAML, ldap

pytestmark = pytest.mark.unit

GROUPS = {"analysts": PREDICT, "leads": PREDICT}
ISSUERS = {"ci": {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}}
APART = "map one of the two, or put them into two groups of ours"


def job(subject: str = "job", issuer: str = "ci") -> dict[str, Any]:
    """Return a consumer that is a workload."""
    return {"auth": {"method": "federated", "issuer": issuer, "subject": subject}, "grants": PREDICT}


def edge(subject_dn: str) -> dict[str, Any]:
    """Return a consumer with a TLS certificate."""
    return {"auth": {"method": "mtls", "subject_dn": subject_dn}, "grants": PREDICT}


def test_directory_groups_that_are_one_construct() -> None:
    """The CDK writes a slash in an id as two dashes."""
    mapped = {"a/b": "analysts", "a--b": "analysts"}
    declaration = declare(groups=GROUPS, external_people=True, federation={"corp": ldap(mapped)})
    assert faults(declaration) == [f"realm 'ml-prod': 'a--b' and 'a/b' are one group: {APART}"]
    with pytest.raises(DeclarationError) as caught:
        check_declaration(declaration)
    place = ("federation", "corp", "groups", "map")
    assert [(each.path, each.also) for each in caught.value.findings] == [((*place, "a--b"), (*place, "a/b"))]
    apart = {"a/b": "analysts", "a--b": "leads"}
    assert faults(declare(groups=GROUPS, federation={"corp": ldap(apart)})) == []


@pytest.mark.parametrize("provider", [OIDC, SAML])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("ml", "team-risk"), ("ml-team", "risk")),  # one id of a construct
        (("ml", "a b"), ("ml a", "b")),  # one name of a mapper at Keycloak
        (("ml/a", "b"), ("ml--a", "b")),
    ],
)
def test_claims_that_are_one_mapper(provider: dict[str, Any], first: tuple[str, str], second: tuple[str, str]) -> None:
    """A claim's name and value are joined: where the one ends cannot be told afterwards."""

    def said(other_group: str) -> list[str]:
        claims = {first[0]: {first[1]: "analysts"}, second[0]: {second[1]: other_group}}
        providers = {"corp": {**provider, "claims": claims}}
        return faults(declare(groups=GROUPS, external_people=True, identity_providers=providers))

    shown = ["{}: {}".format(*pair) for pair in (second, first)]
    assert set(said("analysts")) == {f"realm 'ml-prod': '{shown[0]}' and '{shown[1]}' are one mapper: {APART}"}
    assert said("leads") == []


def test_one_workload_is_one_consumer() -> None:
    """Keycloak answers 401 to both of two consumers with one issuer and subject."""
    teams = {"growth": {"consumers": {"mine": job()}}, "risk": {"consumers": {"theirs": job()}}}
    message = "realm 'ml-prod': consumer 'theirs' and consumer 'mine' are one caller: let one consumer be both"
    declaration = declare(workload_issuers=ISSUERS, teams=teams)
    assert faults(declaration) == [message]
    teams["risk"]["consumers"]["theirs"] = job("other")
    assert faults(declare(workload_issuers=ISSUERS, teams=teams)) == []


def test_one_issuer_has_one_name() -> None:
    """Keycloak looks an issuer up by its URL: under two names, a subject would be two callers' again."""
    issuers = {**ISSUERS, "ci2": ISSUERS["ci"]}
    consumers = {"mine": job(), "theirs": job(issuer="ci2")}
    assert faults(declare(workload_issuers=issuers, consumers=consumers)) == [
        "realm 'ml-prod': consumer 'theirs' and consumer 'mine' are one caller: let one consumer be both",
        "realm 'ml-prod': workload issuer 'ci2' and workload issuer 'ci' are one issuer: keep one of the two",
    ]


def test_one_certificate_is_one_consumer() -> None:
    """Subjects are compared as directories do: neither case nor spaces beside separators count."""
    consumers = {"mine": edge("CN=edge,O=Example"), "theirs": edge("cn=Edge, o = Example")}
    message = "realm 'ml-prod': consumer 'theirs' and consumer 'mine' are one caller: let one consumer be both"
    assert faults(declare(consumers=consumers)) == [message]
    for spelled in (
        "2.5.4.3=edge,O=Example",
        r"CN=\65dge,O=Example",
        "CN=edge, O=Example ",
        "CN=EDGE,2.5.4.10=example",
    ):
        assert faults(declare(consumers={"mine": edge("CN=edge,O=Example"), "theirs": edge(spelled)})) == [message]
    assert faults(declare(consumers={"mine": edge("CN=edge,O=A"), "theirs": edge("CN=edge,O=B")})) == []


def test_username_is_nobody_elses_address() -> None:
    """Who logs in by e-mail address would meet another's account."""
    ada = PERSON.model_dump()
    mallory = {**ada, "email": "mallory@example.com"}
    message = "person 'ada@example.com' has the e-mail address of person 'ada' as username: rename it"
    assert faults(declare(people={"ada": ada, "ada@example.com": mallory})) == [f"realm 'ml-prod': {message}"]
    assert faults(declare(people={"ada@example.com": ada})) == []


def test_roles_and_scopes_of_models_are_told_apart() -> None:
    """An action that stands twice is one role."""
    assert faults(declare(models={"fraud": {"actions": ["predict", "predict"]}})) == []


def test_models_that_differ_in_case_alone() -> None:
    """Some databases of Keycloak, and some servers, take two spellings for one name."""
    said = "are one model wherever names are compared without regard to case: rename one of the two"
    assert faults(declare(models={"Mixtral": {}, "mixtral": {}})) == [
        f"realm 'ml-prod': model 'mixtral' and model 'Mixtral' {said}"
    ]


def test_model_that_is_an_action_of_another() -> None:
    """Whoever writes `qwen3:latest` means one thing."""
    models = {"qwen3": {"actions": ["predict", "latest"]}, "qwen3:latest": {}}
    said = "model 'qwen3:latest' and 'latest' of model 'qwen3' are called the same: rename one of the two"
    assert faults(declare(models=models)) == [f"realm 'ml-prod': {said}"]
    assert faults(declare(models={"qwen3": {}, "qwen3:latest": {}, "qwen3:8b": {}})) == []


@pytest.mark.parametrize("model", ["every-model.scoring", "Every-Model", "every-model:8b"])
def test_model_with_the_name_of_roles_for_every_model(model: str) -> None:
    """The roles behind `*` keep their names to themselves."""
    said = f"model '{model}' is what roles for '*' are called: choose another name"
    assert faults(declare(models={model: {}})) == [f"realm 'ml-prod': {said}"]

"""Several APIs: what is ambiguous, unknown, or another's is refused with the line that says it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props import Declaration
from tests.support.declarations.apis import SEVERAL, several
from tests.support.declarations.declarations import PERSON, declare, faults

pytestmark = pytest.mark.unit

CALLER = {"grants": {"fraud": ["predict"]}}


def changed(api: str, **values: object) -> dict[str, Any]:
    """Return the two APIs, one of them with other values."""
    return {**SEVERAL, api: {**SEVERAL[api], **values}}


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"models": {"fraud": {}, "users": {"api": "features"}}},
            "model 'fraud': say which API serves it: add api, one of scoring, features",
        ),
        (
            {"models": {"fraud": {"api": "scorin"}, "users": {"api": "features"}}},
            "model 'fraud': no API 'scorin': did you mean 'scoring'?",
        ),
        (
            {"consumers": {"batch": {"every_model": True}}},
            "consumer 'batch': say of which APIs: write every_model: [scoring]; there are scoring, features",
        ),
        (
            {"people": {"ada": {**PERSON.model_dump(), "every_model": ["feature"]}}},
            "person 'ada': no API 'feature': did you mean 'features'?",
        ),
        (
            {"consumers": {"batch": {"every_model": ["scoring", "scoring"]}}},
            "consumer 'batch': API 'scoring' is named twice: keep one of the two",
        ),
        (
            {"apis": changed("scoring", renamed_from="features")},
            "API 'scoring': 'features' is declared still: remove renamed_from, or name another",
        ),
    ],
)
def test_what_names_no_api_is_refused(values: dict[str, object], fault: str) -> None:
    """A model, an access role and a former name each say which API, and there is one of that name."""
    assert faults(several(**values)) == [f"realm 'ml-prod', {fault}"]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"models": {"fraud": {"api": "scoring"}}},
            "model 'fraud': no API 'scoring': the environment has one API: remove api",
        ),
        (
            {"consumers": {"batch": {"every_model": ["api"]}}},
            "consumer 'batch': the environment has one API: write every_model: true",
        ),
    ],
)
def test_one_api_has_no_name(values: dict[str, object], fault: str) -> None:
    """What is declared under `api` needs no name, and a name there is a mistake."""
    assert faults(declare(**values)) == [f"realm 'ml-prod', {fault}"]


@pytest.mark.parametrize(
    ("values", "place", "also"),
    [
        ({"client_id": "model-api"}, ("apis", "features", "client_id"), ("apis", "scoring", "client_id")),
        ({"audience": "urn:example:scoring"}, ("apis", "features", "audience"), ("apis", "scoring", "audience")),
        ({"audience": "model-api"}, ("apis", "features", "audience"), ("apis", "scoring", "client_id")),
        ({"access_role": "scoring-access"}, ("apis", "features", "access_role"), ("apis", "scoring", "access_role")),
    ],
)
def test_apis_share_nothing_that_a_token_names(
    values: dict[str, object], place: tuple[str, ...], also: tuple[str, ...]
) -> None:
    """A token for one would be one for the other: both places are named."""
    with pytest.raises(DeclarationError) as caught:
        check_declaration(several(apis=changed("features", **values)))
    (finding, *_) = caught.value.findings
    assert (finding.path, finding.also) == (place, also)


@pytest.mark.parametrize(
    ("declared", "place"),
    [
        ({"api": {"client_id": "scorer"}, "apis": SEVERAL}, ("apis",)),
        ({}, ("api",)),
    ],
)
def test_api_and_apis_exclude_each_other(declared: dict[str, object], place: tuple[str, ...]) -> None:
    """One of the two keys is needed, and one alone."""
    with pytest.raises(ValidationError) as caught:
        Declaration.model_validate({"realm": {"name": "ml-prod"}, **declared})
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_one_of_apis_needs_no_name_in_models() -> None:
    """A model of an environment with one API is served by it, whichever key declares it."""
    declared = several(apis={"scoring": SEVERAL["scoring"]}, models={"fraud": {}}, consumers={"batch": CALLER})
    assert faults(declared) == []
    assert declared.api_of("fraud") == "scoring"


def test_several_apis_are_taken() -> None:
    """Two APIs with all that may be said of them pass."""
    consumers = {"batch": {**CALLER, "every_model": ["features"]}}
    assert faults(several(consumers=consumers)) == []

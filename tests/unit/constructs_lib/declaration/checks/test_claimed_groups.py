"""Subgroups whose names applications would take for other groups of ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import declare, faults
from tests.support.declarations.people_sources import OIDC, PREDICT, ldap

pytestmark = pytest.mark.unit

GROUPS = {"viewers": PREDICT, "owners": PREDICT}
SAYS = (
    "whose people are in group 'viewers': application 'ui' has groups_claim, and would read that they are in group "
    "'owners': rename one of the two, or set groups_claim to false"
)


def said(*, groups_claim: bool = True, team: bool = False, **sources: Any) -> list[str]:  # noqa: ANN401 - fields of the props
    """Return what is said of sources of people beside an application."""
    application = {"ui": {"redirect_uris": ["https://ui.example.com/cb"], "groups_claim": groups_claim}}
    own = {"teams": {"risk": {"applications": application}}} if team else {"applications": application}
    every = {"groups": GROUPS, "external_people": True, **own, **sources}
    return faults(declare(**every))


def provider(alias: str, *targets: str) -> dict[str, Any]:
    """Return an identity provider whose claims lead to groups of ours."""
    return {"identity_providers": {alias: {**OIDC, "claims": {"groups": {f"to-{each}": each for each in targets}}}}}


@pytest.mark.parametrize("team", [False, True])
@pytest.mark.parametrize("theirs", ["owners", "OWNERS"])
def test_group_of_a_directory_with_the_name_of_another_of_ours(theirs: str, team: bool) -> None:  # noqa: FBT001
    """The claim would say that the others' people are in ours, however the application compares names."""
    found = said(federation={"corp": ldap({theirs: "viewers"})}, team=team)
    assert found == [f"realm 'ml-prod', federation 'corp', its group '{theirs}', {SAYS}"]


@pytest.mark.parametrize("targets", [("viewers",), ("owners", "viewers")])
def test_identity_provider_with_the_name_of_a_group(targets: tuple[str, ...]) -> None:
    """The claim names the provider for its people."""
    assert said(**provider("owners", *targets)) == [f"realm 'ml-prod', identity provider 'owners', {SAYS}"]


@pytest.mark.parametrize(
    "sources",
    [
        {"federation": {"corp": ldap({"owners": "owners", "ML": "viewers"})}},
        {"federation": {"owners": ldap({"ML": "viewers"})}},
        {"federation": {"corp": ldap()}},
        provider("owners", "owners"),
        provider("owners"),
    ],
    ids=["its own group", "directory's name", "no groups", "provider of its own group", "provider without groups"],
)
def test_name_that_says_what_is_so_is_taken(sources: dict[str, Any]) -> None:
    """A name may be that of the group which its people are in; no claim holds the name of a directory."""
    assert said(**sources) == []


def test_names_that_no_application_reads_are_taken() -> None:
    """Roles come from our groups alone, whatever the subgroups are called."""
    assert said(groups_claim=False, federation={"corp": ldap({"owners": "viewers"})}) == []

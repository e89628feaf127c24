"""In a realm that somebody else owns, an audit is about what is ours, and about who holds something of it."""

from __future__ import annotations

import pytest

from tools.audit.facts import Fact, Kind
from tools.audit.joined import OurShare

pytestmark = pytest.mark.unit

DECLARED = dict.fromkeys(
    (
        Fact(Kind.CLIENT, "", "ml-api"),
        Fact(Kind.CLIENT, "", "ml-batch"),
        Fact(Kind.SCOPE, "", "model.fraud.predict"),
        Fact(Kind.GROUP, "", "/ml"),
    ),
    "",
)
OURS = (
    Fact(Kind.CLIENT, "", "ml-by-hand"),
    Fact(Kind.MEMBER, "/ml/analysts", "person eve"),
    Fact(Kind.PERSON_ROLE, "person eve", "ml-api/fraud:predict"),
    Fact(Kind.GROUP_ROLE, "group /sales", "ml-api/fraud:predict"),
    Fact(Kind.ACCOUNT_ROLE, "service account ml-batch", "shop/buyer"),
    Fact(Kind.COMPOSITE, "manager", "ml-api/fraud:predict"),
    Fact(Kind.OPTIONAL_SCOPE, "shop", "model.fraud.predict"),
    Fact(Kind.CLIENT_SCOPE_ROLE, "shop", "ml-api/fraud:predict"),
    Fact(Kind.MAPPER, "client ml-batch", "by-hand"),
    Fact(Kind.SETTING, "client ml-api", "fullScopeAllowed"),
)
OTHERS = (
    Fact(Kind.CLIENT, "", "shop"),
    Fact(Kind.PERSON, "", "eve"),
    Fact(Kind.GROUP, "", "/mlops"),
    Fact(Kind.MEMBER, "/sales", "person eve"),
    Fact(Kind.PERSON_ROLE, "person eve", "shop/buyer"),
    Fact(Kind.SETTING, "realm", "sslRequired"),
    Fact(Kind.SETTING, "client shop", "fullScopeAllowed"),
    Fact(Kind.MAPPER, "identity provider corp", "groups"),
    Fact(Kind.FLOW, "", "corp browser"),
    Fact(Kind.CREDENTIAL, "person eve", "password"),
)


def test_what_is_ours() -> None:
    """Whatever is part of something declared, bears the prefix, or holds one of our roles or scopes, is ours."""
    facts = dict.fromkeys((*OURS, *OTHERS), "")
    assert tuple(OurShare.of(DECLARED, "ml").within(facts)) == OURS


def test_without_a_prefix() -> None:
    """Without a prefix nobody can tell whose a client is that is not declared."""
    assert OurShare.of(DECLARED).within({OURS[0]: ""}) == {}

"""Which people of elsewhere belong to which group."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.group_origins import BrokerOrigin, DirectoryOrigin, group_origins
from tests.support.declarations.declarations import declare
from tests.support.declarations.people_sources import OIDC, ldap

pytestmark = pytest.mark.unit


def test_nobody_comes_from_elsewhere() -> None:
    """Without directories and providers, and with ones that map nothing, no group has such people."""
    assert group_origins(declare()) == {}
    assert group_origins(declare(federation={"corp": ldap()}, identity_providers={"sso": OIDC})) == {}


def test_origins_of_a_group() -> None:
    """A group has one origin a source, with all of the source's groups or claims that lead to it."""
    declaration = declare(
        federation={"corp": ldap({"ML": "analysts", "Leads": "leads", "AI": "analysts"})},
        identity_providers={"sso": {**OIDC, "claims": {"groups": {"ml": "analysts"}, "hd": {"x.com": "analysts"}}}},
    )
    origins = group_origins(declaration)
    corp, sso = declaration.federation["corp"], declaration.identity_providers["sso"]
    assert dict(origins) == {
        "analysts": [
            DirectoryOrigin("corp", corp, ("ML", "AI")),
            BrokerOrigin("sso", sso, (("groups", "ml"), ("hd", "x.com"))),
        ],
        "leads": [DirectoryOrigin("corp", corp, ("Leads",))],
    }

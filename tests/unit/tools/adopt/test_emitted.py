"""What a setting would be otherwise is said by values, not by expressions of Terraform's."""

from __future__ import annotations

from typing import Any

import pytest

from tools.adopt.emitted import emitted
from tools.adopt.page import Adoption, adoption_page

pytestmark = pytest.mark.unit

_OPTIONAL = "keycloak_openid_client_optional_scopes"
_EACH = "${[for name in each.value.scopes : local.Access_Scopes_2BF70B51[name]]}"
_CODE: dict[str, Any] = {
    "locals": {
        "Consumers_0A": {"batch": {"scopes": ["model.b.predict", "model.a.predict"], "pkce": "S256"}},
        "Access_Scopes_2BF70B51": {"model.a.predict": "${keycloak_openid_client_scope.X.name}"},
    },
    "resource": {
        _OPTIONAL: {
            "Machines": {"for_each": "${local.Consumers_0A}", "optional_scopes": _EACH, "pkce": "${each.value.pkce}"},
            "Web": {
                "client_id": "${keycloak_openid_client.Web.id}",
                "optional_scopes": ["profile", '${local.Access_Scopes_2BF70B51["model.a.predict"]}'],
            },
        },
        "keycloak_openid_client": {"Web": {"client_id": "web"}},
    },
}


@pytest.mark.parametrize(
    ("name", "argument", "value"),
    [
        ("batch", "optional_scopes", ["model.a.predict", "model.b.predict"]),
        ("batch", "pkce", "S256"),
        ("web", "optional_scopes", ["model.a.predict", "profile"]),
        ("other", "optional_scopes", None),
    ],
)
def test_resolved(name: str, argument: str, value: object) -> None:
    """Entries of maps and lists of scopes are what they lead to."""
    assert emitted(_CODE, "main", _OPTIONAL, name, argument) == value


def test_page_has_no_expression() -> None:
    """What cannot be resolved is said in words."""
    kept = {"settings": {_OPTIONAL: {"web": {"optional_scopes": ["phone"]}}}}
    ours = {(_OPTIONAL, "web", "optional_scopes"): ["${local.Other}", "profile"]}
    page = adoption_page(Adoption("acme", "main", {"kept": kept}, ours=ours))
    assert "${" not in page
    assert page.rstrip().endswith("| phone | what Terraform works out, profile |")

"""A draft that the checks refuse is made to hold together, or nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from tools.adopt.draft import Draft, LeftAlone
from tools.adopt.settled import settle
from tools.errors import ToolError

pytestmark = pytest.mark.unit


def _draft(**more: Any) -> Draft:  # noqa: ANN401 - keys of an environment
    document = {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": {"name": "main"},
        "api": {"client_id": "model-api"},
        "models": {"fraud": {}},
    }
    return Draft({**document, **more})


def test_refused() -> None:
    """What no environment can do without is not taken out."""
    with pytest.raises(ToolError) as refused:
        settle(_draft(api={"client_id": "API"}))
    assert refused.value.exit_code == 2
    assert "no environment can be written of this realm" in str(refused.value)


@pytest.mark.parametrize(
    "more",
    [
        {"realm": {"name": "main", "display_name": '${file("/etc/passwd")}'}},
        {"realm": {"name": "main", "attributes": {"%{ if true }a%{ endif }": "b"}}},
        {"kept": {"settings": {"keycloak_role": {"fraud:predict": {"description": "${1}"}}}}},
        {"unmanaged": [{"what": "client ${1}", "reason": "kept as it was found"}]},
    ],
)
def test_expressions(more: dict[str, Any]) -> None:
    """What an administrator of the realm wrote for Terraform to compute is refused before anything is planned."""
    with pytest.raises(ToolError, match=r"has Terraform expressions \('\$\{…\}', '%\{…\}'\): change it in Keycloak"):
        settle(_draft(**more))


def test_settings() -> None:
    """A setting that is refused goes, and with it a mapping that is empty then."""
    draft = _draft(realm={"name": "main", "lifespans": {"access_code": "5m"}, "login": {"reset_password": True}})
    settle(draft)
    assert draft.document["realm"] == {"name": "main"}


def test_things() -> None:
    """A person, group or client that is refused is left alone as a whole, with the reason."""
    ada = {"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "groups": ["risk"]}
    draft = _draft(
        people={"ada": ada, "bob": {**ada, "groups": []}},
        groups={"risk": {"fraud": ["manage"]}},
        external_people=True,
        kept={"passwords": ["ada", "bob"]},
    )
    settle(draft)
    assert "groups" not in draft.document
    assert LeftAlone in {type(each) for each in draft.left}
    assert {each.what for each in draft.left} >= {"group /risk"}
    assert sorted(draft.document["people"]) == draft.document["kept"]["passwords"]


def test_lifespans() -> None:
    """A client whose tokens or sessions live longer than a file allows is declared; what was found is kept instead."""
    batch = {"grants": {"fraud": ["predict"]}}
    web = {"type": "public", "redirect_uris": ["https://web.example.com/cb"]}
    draft = _draft(
        consumers={"batch": {**batch, "access_token_lifespan": "30m"}},
        applications={"web": {**web, "lifespans": {"access_token": "2h"}}},
        people={"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L", "every_model": True}},
    )
    settle(draft)
    assert (draft.document["consumers"], draft.document["applications"]) == ({"batch": batch}, {"web": web})
    assert draft.left == []

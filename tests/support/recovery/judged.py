"""Ask whether an object may be taken over, with what Keycloak would say of it given: no server is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tools.audit.facts import Fact, Kind
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.adoption import Import
from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.declared_holdings import DeclaredHoldings
from tools.recovery.natural_keys import Planned
from tools.recovery.realm_objects import Realms
from tools.recovery.undeclared import refuse_undeclared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.audit.facts import Facts
    from tools.recovery.agreement import Agreement

__all__ = ["DEFAULT_ROLE", "MAPPED", "ROLE", "Case", "Thing", "assert_judged", "fact", "judged"]

Thing = tuple[str, dict[str, Any], str]
"""Type of a resource, its arguments, and what a person calls it."""

Case = tuple[Thing, dict[str, Any], "Facts", str]
"""A resource, what Keycloak has by path below the realm, what is declared, and of what the refusal speaks, or ""."""

DEFAULT_ROLE = {"id": "d", "name": "default-roles-r"}
ROLE = {"id": "x", "name": "admin"}
MAPPED = {
    "realmMappings": [DEFAULT_ROLE, ROLE],
    "clientMappings": {"api": {"client": "api", "mappings": [{"name": "m:p"}]}},
}
_AT = "realms/r"


def fact(kind: Kind, owner: str, name: str, value: str = "") -> Facts:
    """Return one thing that is declared."""
    return {Fact(kind, owner, name): value}


def judged(
    things: Mapping[str, Thing],
    there: Mapping[str, Any],
    declared: Facts,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    agreed: Agreement = NOTHING_AGREED,
) -> tuple[str, ...]:
    """Return what may be taken over is called.

    Args:
        things: Resources by the id that Keycloak has for each.
        there: What Keycloak answers, by path below the realm.
        declared: What is declared.
        folder: Of the stack.
        monkeypatch: Takes the place of the server.
        agreed: What an operator has agreed to.

    Raises:
        ToolError: Something may not be taken over.
    """
    answers = {_AT: {"realm": "r", "defaultRole": DEFAULT_ROLE}}
    answers |= {f"{_AT}/{path}": answer for path, answer in there.items()}
    monkeypatch.setattr(KeycloakAdmin, "find", lambda _, path, **__: answers.get(path))
    monkeypatch.setattr(DeclaredHoldings, "of", classmethod(lambda cls, *_: cls(declared)))
    realms = Realms(KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin"))
    found = [
        Import("a", f"r/{id_}", what, kind, id_, Planned({"realm_id": "r", **arguments}))
        for id_, (kind, arguments, what) in things.items()
    ]
    return refuse_undeclared(found, folder, (), realms, agreed)


def assert_judged(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Assert that an object with the id 7 is taken over, or refused in one line that says what it holds."""
    thing, there, declared, refused = case
    what = thing[2]
    if not refused:
        assert judged({"7": thing}, there, declared, folder, monkeypatch)[0].startswith(what)
        return
    with pytest.raises(ToolError) as raised:
        judged({"7": thing}, there, declared, folder, monkeypatch)
    assert (refused in str(raised.value), raised.value.exit_code) == (True, 2), raised.value
    assert str(raised.value).startswith(f"stack {folder.name}: {what} exists in Keycloak, no state has it, and it")
    assert "\n" not in str(raised.value)

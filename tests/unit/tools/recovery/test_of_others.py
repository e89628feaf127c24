"""What of a realm that is joined may be taken over."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.parent_group import MARK
from tools.errors import ToolError
from tools.recovery.adoption import Import
from tools.recovery.natural_keys import Planned
from tools.recovery.of_others import refuse_others

pytestmark = pytest.mark.unit

CLIENT, SCOPE, GROUP = "keycloak_openid_client", "keycloak_openid_client_scope", "keycloak_group"


class Realm:
    """A realm that has one object."""

    def __init__(self, live: dict[str, Any]) -> None:
        self._live = live

    def of(self, _: str) -> Realm:
        """Return it, by any name."""
        return self

    def read(self, _: str) -> dict[str, Any]:
        """Return the object, wherever it is."""
        return self._live


def refused(kind: str, arguments: dict[str, Any], live: dict[str, Any]) -> str:
    """Return why something is not taken over; empty where it is."""
    found = Import("a", "corp/1", "client 'x'", kind, "1", Planned({"realm_id": "corp", **arguments}))
    try:
        refuse_others([found], Realm(live))  # type: ignore[arg-type]
    except ToolError as error:
        return f"{error.exit_code}: {error}"
    return ""


@pytest.mark.parametrize(
    ("kind", "arguments", "ours", "theirs"),
    [
        (CLIENT, {"extra_config": {MARK: "ml-groups"}}, {"attributes": {MARK: "ml-groups"}}, {"attributes": {}}),
        (
            CLIENT,
            {"extra_config": {MARK: "ml-groups"}},
            {"attributes": {MARK: "ml-groups"}},
            {"attributes": {MARK: "b"}},
        ),
        (GROUP, {"attributes": {MARK: "ml-groups"}}, {"attributes": {MARK: ["ml-groups"]}}, {}),
        (SCOPE, {"description": f"{MARK}: ml-groups"}, {"description": f"{MARK}: ml-groups"}, {"description": "Ours"}),
    ],
)
def test_only_what_has_our_mark_is_taken_over(
    kind: str, arguments: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    """A client, group or scope of the same name without it is somebody else's."""
    assert refused(kind, arguments, ours) == ""
    assert refused(kind, arguments, theirs) == (
        "2: client 'x' exists in realm 'corp', and is somebody else's: nothing was changed: choose another name, or "
        "another realm.prefix (docs/how-to/join-a-realm.md#names)"
    )


def test_in_a_realm_of_ours_nothing_has_a_mark() -> None:
    """What an interrupted run made is ours, like everything else."""
    assert refused(CLIENT, {"extra_config": {}}, {"attributes": {}}) == ""
    assert refused("keycloak_role", {}, {}) == ""

"""What a person's account may hold that is taken over; that Keycloak says so is shown by the integration tests."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.recovery.judged import MAPPED, Case, Thing, assert_judged, fact, judged
from tools.audit.facts import Kind
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

USER: dict[str, Any] = {"username": "ada", "email": "Ada@example.com", "createdTimestamp": 1_000, "enabled": True}
PERSON: Thing = "keycloak_user", {"username": "ada", "email": "ada@example.com"}, "person 'ada'"
INVITED: Thing = "keycloak_user", {**PERSON[1], "required_actions": ["UPDATE_PASSWORD"]}, "person 'ada'"
CASES: dict[str, Case] = {
    "person-bare": (PERSON, {"users/7": USER}, {}, ""),
    "person-other-address": (PERSON, {"users/7": {**USER, "email": "o@example.com"}}, {}, "an e-mail address other"),
    "person-directory": (PERSON, {"users/7": {**USER, "federationLink": "l"}}, {}, "a link to a directory"),
    "person-attribute": (PERSON, {"users/7": {**USER, "attributes": {"locale": ["de"]}}}, {}, "attribute locale"),
    "person-no-address": (PERSON, {"users/7": {**USER, "email": None}}, {}, "an e-mail address other"),
    "person-verified": (PERSON, {"users/7": {**USER, "emailVerified": True}}, {}, "address that counts as verified"),
    "person-disabled": (PERSON, {"users/7": {**USER, "enabled": False}}, {}, "an account that is disabled"),
    "person-action": (PERSON, {"users/7": {**USER, "requiredActions": ["X"]}}, {}, "the required action X"),
    "person-action-of-everybody": (
        PERSON,
        {
            "users/7": {**USER, "requiredActions": ["X"]},
            "authentication/required-actions": [{"alias": "X", "defaultAction": True}],
        },
        {},
        "",
    ),
    "person-without-action": (INVITED, {"users/7": USER}, {}, "no required action UPDATE_PASSWORD"),
    "person-session": (PERSON, {"users/7": USER, "users/7/sessions": [{"id": "1"}]}, {}, "declared: sessions"),
    "person-consent": (
        PERSON,
        {"users/7": USER, "users/7/consents": [{"clientId": "a"}]},
        {},
        "a consent at client 'a'",
    ),
    "person-offline": (
        PERSON,
        {"users/7": USER, "users/7/consents": [{"clientId": "a", "additionalGrants": [{"key": "Offline Token"}]}]},
        {},
        "an offline session at client 'a'",
    ),
    "person-unknown-setting": (PERSON, {"users/7": {**USER, "unheardOf": "x"}}, {}, "the setting unheardOf"),
    "person-not-before": (PERSON, {"users/7": {**USER, "notBefore": 0}}, {}, ""),
    "person-password": (
        PERSON,
        {"users/7": USER, "users/7/credentials": [{"type": "password", "createdDate": 2_000}]},
        {},
        "a credential (password)",
    ),
    "person-linked": (
        PERSON,
        {"users/7": USER, "users/7/federated-identity": [{"identityProvider": "corp"}]},
        {},
        "a login by identity provider 'corp'",
    ),
    "person-role": (
        PERSON,
        {"users/7": USER, "users/7/role-mappings": MAPPED},
        fact(Kind.PERSON_ROLE, "person ada", "api/m:p"),
        "declared: role admin: nothing",
    ),
    "person-member": (PERSON, {"users/7": USER, "users/7/groups": [{"path": "/g"}]}, {}, "membership of group /g"),
    "person-declared": (
        PERSON,
        {"users/7": USER, "users/7/role-mappings": MAPPED, "users/7/groups": [{"path": "/g"}]},
        fact(Kind.PERSON_ROLE, "person ada", "api/m:p")
        | fact(Kind.PERSON_ROLE, "person ada", "admin")
        | fact(Kind.MEMBER, "/g", "person ada"),
        "",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_most_what_is_declared(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that holds more than is declared is refused in one line that says what; any other is let pass."""
    assert_judged(case, tmp_path, monkeypatch)


TEMPORARY, LASTING = [{"temporary": True}], [{"temporary": False}]
PENDING = ("UPDATE_PASSWORD",)
DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class _First:
    """A password.

    Attributes:
        is_ours: The account may be made anew.
        initial_password: What is declared of it.
        actions: What Keycloak asks of the person.
        age: Milliseconds since the account was made.
        after: Milliseconds from then until it was set.
    """

    is_ours: bool
    initial_password: list[dict[str, Any]] | None
    actions: tuple[str, ...] = ()
    age: int = 0
    after: int = 1_000


@pytest.mark.parametrize(
    "first",
    [
        _First(True, TEMPORARY, PENDING),  # noqa: FBT003 - what is expected
        _First(True, TEMPORARY, PENDING, age=300 * DAY_MS),  # noqa: FBT003 - what is expected
        _First(False, TEMPORARY),  # noqa: FBT003 - what is expected
        _First(False, TEMPORARY, PENDING, after=-1),  # noqa: FBT003 - what is expected
        _First(False, TEMPORARY, PENDING, after=120_001),  # noqa: FBT003 - what is expected
        _First(True, LASTING),  # noqa: FBT003 - what is expected
        _First(False, LASTING, age=2 * DAY_MS),  # noqa: FBT003 - what is expected
        _First(False, None),  # noqa: FBT003 - what is expected
    ],
    ids=str,
)
def test_first_password(first: _First, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is no obstacle if nobody has used it: then the account is made anew, and nobody's password stays."""
    made = int(time.time() * 1000) - first.age
    user = {**USER, "requiredActions": list(first.actions), "createdTimestamp": made}
    there = {"users/7": user, "users/7/credentials": [{"type": "password", "createdDate": made + first.after}]}
    kind, arguments, what = PERSON
    thing: Thing = (kind, {**arguments, "initial_password": first.initial_password}, what)
    if first.is_ours:
        assert judged({"7": thing}, there, {}, tmp_path, monkeypatch) == ("person 'ada' (its first password)",)
        return
    with pytest.raises(ToolError, match="a credential"):
        judged({"7": thing}, there, {}, tmp_path, monkeypatch)

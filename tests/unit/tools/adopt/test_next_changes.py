"""What AGAIN=1 lists comes with what the next deployment changes of it, in the words of the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.unit.tools.adopt.snapshots import client, person, realm_of
from tools.adopt.as_found import AsFound
from tools.adopt.next_changes import next_changes
from tools.adopt.rehearsal import Planned as PlannedDraft
from tools.adopt.rehearsal import synthesized
from tools.adopt.settled import checked
from tools.audit.built_in import built_in
from tools.audit.comparison import compare, expected_facts
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind
from tools.recovery.adoption import Import
from tools.recovery.natural_keys import Planned
from tools.runner.plan import Change, Hidden, StackPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

_NAME = "churn-nightly"
_DOCUMENT: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "main"},
    "api": {"client_id": "model-api"},
    "models": {"churn": {}},
    "consumers": {_NAME: {"grants": {"churn": ["predict"]}}, "other": {"grants": {"churn": ["predict"]}}},
    "people": {"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}},
}
_TYPE = "keycloak_openid_client"
_AT = f'{_TYPE}.Consumers["{_NAME}"]'
_IMPORT = Import(_AT, "main/u", f"client '{_NAME}'", _TYPE, "u", Planned({"realm_id": "main", "client_id": _NAME}))


def _realm() -> Snapshot:
    """As a machine client is that somebody made by hand; so is `other`, which is not taken over."""
    of_both: dict[str, Any] = {
        "name": "Churn, by night",
        "serviceAccountsEnabled": True,
        "fullScopeAllowed": True,
        "defaultClientScopes": ["acr", "basic", "legacy"],
        "optionalClientScopes": ["phone"],
        "attributes": {"access.token.lifespan": "1800"},
    }
    return realm_of(client("model-api"), client(_NAME, **of_both), client("other", **of_both), people=(person("ada"),))


_SETTINGS = {"name": "Churn, by night", "fullScopeAllowed": "true", "attributes.access.token.lifespan": "1800"}


def _lines(*imports: Import, kept: Sequence[str] = ()) -> list[str]:
    """Compare with a realm in which both clients are as they were made, and which is as declared otherwise."""
    declared = checked({**_DOCUMENT, **({"kept": {"secrets": list(kept)}} if kept else {})})
    code, _ = synthesized("legacy", declared)
    facts = declared_facts(Configuration({"legacy": code}))
    expected = expected_facts(facts, built_in("main"))
    role, scope = ("model-api/churn:predict", "model.churn.predict")
    live = {fact: value for fact, value in expected.items() if fact.name not in (role, scope)}
    for name in (_NAME, "other"):
        live |= {Fact(Kind.SETTING, f"client {name}", key): value for key, value in _SETTINGS.items()}
        live[Fact(Kind.DEFAULT_SCOPE, name, "legacy")] = live[Fact(Kind.OPTIONAL_SCOPE, name, "phone")] = ""
        live[Fact(Kind.MAPPER, f"client {name}", "mine")] = "x"
    taken = PlannedDraft(StackPlan("legacy", ()), imports, code)
    found = next_changes(compare(expected, live), facts, declared.declaration, taken, _realm())
    return list(found.lines("environments/legacy.yaml"))


def test_told() -> None:
    """Scopes that go, scopes and roles that come, and settings that become another are told; a mapper stays."""
    head, *lines, last = _lines(_IMPORT)
    assert head == f"What deploying changes of them ({len(lines)}):"
    assert {
        f"  default scope legacy of client {_NAME} is not declared",
        f"  optional scope phone of client {_NAME} is not declared",
        f"  optional scope model.churn.predict of client {_NAME} is declared, and missing in Keycloak",
        f"  role model-api/churn:predict of service account {_NAME} is declared, and missing in Keycloak",
        f"  fullScopeAllowed of client {_NAME} is true, declared is nothing",
    } <= set(lines)
    assert any(line.startswith(f"  attributes.access.token.lifespan of client {_NAME} is 1800") for line in lines)
    assert any(line.startswith(f"  name of client {_NAME} is Churn, by night") for line in lines)
    assert [line for line in lines if _NAME not in line or "mapper" in line] == []
    assert "environments/legacy.yaml" in last
    assert f"kept.settings ({_TYPE}: {_NAME}, {_TYPE}_default_scopes: {_NAME}, {_TYPE}_optional_scopes: " in last


@pytest.mark.parametrize("kept", [(), (_NAME,)])
def test_secret(kept: tuple[str, ...]) -> None:
    """A secret that the deployment gives is told, since no comparison sees it; one that is kept is not."""
    becomes = f"  secret of client {_NAME} becomes that of TF_VAR_churn_nightly_client_secret"
    # The provider calls the argument sensitive, so that a plan hides it whether or not it is given.
    arguments = {"realm_id": "main", "client_id": _NAME, "client_secret": Hidden.SECRET}
    head, *lines, _ = _lines(replace(_IMPORT, planned=Planned(arguments)), kept=kept)
    assert head == f"What deploying changes of them ({len(lines)}):"
    told = f"{becomes}: who has another one is refused, unless kept.secrets names the client"
    assert [line for line in lines if line.startswith("  secret")] == ([] if kept else [told])


def test_nothing() -> None:
    """Where the objects are as declared, it says so."""
    taken = Import(
        "keycloak_user.Ada", "main/ada", "person 'ada'", "keycloak_user", "ada", Planned({"username": "ada"})
    )
    assert _lines(taken) == ["Deploying changes nothing of them: they are as declared."]


@pytest.mark.parametrize(
    ("type_", "arguments", "expected"),
    [
        ("keycloak_role", {"name": "churn:predict", "client_id": "model-api"}, "role model-api/churn:predict"),
        ("keycloak_openid_client_scope", {"name": "model.churn.predict"}, "client scope model.churn.predict"),
        ("keycloak_realm", {"realm": "main"}, f"name of client {_NAME}"),
    ],
)
def test_other_types(type_: str, arguments: dict[str, Any], expected: str) -> None:
    """Roles and scopes are found by their names, and whoever takes the realm over takes over all that is in it."""
    lines = _lines(Import("a", "i", "w", type_, "o", Planned(arguments)))
    assert any(line.startswith(f"  {expected}") for line in lines)


def test_as_found() -> None:
    """Of what is taken over now, settings and scopes that become another are listed; of nothing else, and no role."""
    scopes, roles = f"{_TYPE}_default_scopes", "keycloak_user_roles"
    before = {"client_id": _NAME, "name": "Churn, by night", "use_refresh_tokens": False, "full_scope_allowed": True}
    after = {"client_id": _NAME, "name": None, "use_refresh_tokens": True, "full_scope_allowed": False}
    changes = (
        Change(_AT, _TYPE, "Consumers", _NAME, ("update",), before, after, import_id="main/u"),
        Change("a", _TYPE, "Consumers", "other", ("update",), before, after, import_id="main/o"),
        Change("s", scopes, "D", _NAME, ("create",), None, {"client_id": "u", "default_scopes": ["basic"]}),
        Change("o", scopes, "D", "other", ("create",), None, {"client_id": "o", "default_scopes": ["basic"]}),
        Change("r", roles, "R", _NAME, ("create",), None, {"role_ids": ["1"]}),
    )
    planned = PlannedDraft(StackPlan("legacy", changes), (_IMPORT,), {})
    found = AsFound.of(planned, (_IMPORT,), _realm())
    assert found.becomes == {
        _AT: {"name": "Churn, by night", "full_scope_allowed": True},
        "s": {"default_scopes": ["acr", "basic", "legacy"]},
    }
    assert found.stays == {_AT: {"use_refresh_tokens": True}}

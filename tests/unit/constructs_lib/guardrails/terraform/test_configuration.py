"""Resources as rules see them: instances, values, references, across stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

pytestmark = pytest.mark.unit

REALM = {"keycloak_realm": {"Realm": {"realm": "ml"}}}


def only(configuration: Configuration, resource_type: str) -> Resource:
    """Return the one resource of a type."""
    (found,) = configuration.resources(resource_type)
    return found


def client(**arguments: Any) -> Resource:  # noqa: ANN401 - JSON
    """Return a client with some arguments, in a stack with local values."""
    json = {
        "resource": {"keycloak_openid_client": {"Client": arguments}},
        "locals": {"on": True, "loop": "${local.loop}", "table": {"a": {"b": "c"}}},
    }
    return only(Configuration({"stack": json}), "keycloak_openid_client")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (True, True),
        ("text", "text"),
        ("${local.on}", True),
        ('${local.table["a"].b}', "c"),
        ("prefix-${local.table.a.b}-suffix", "prefix-c-suffix"),
        ('${lookup(local.table, "none", "default")}', "default"),
        ("${try(local.table.a, null)}", {"b": "c"}),
        ('${merge({"x" = "y"}, local.table.a)}', {"x": "y", "b": "c"}),
        ('${[for n in ["a"] : local.table[n]]}', [{"b": "c"}]),
    ],
)
def test_values_are_evaluated(raw: object, expected: object) -> None:
    """What is known before an apply is a value."""
    assert client(argument=raw).value("argument") == expected


@pytest.mark.parametrize(
    "raw", ["${local.loop}", "${local.none}", "${uuid()}", "${a ? b : c}", "${local.on}-${uuid()}"]
)
def test_the_rest_is_a_symbol(raw: str) -> None:
    """What cannot be known is a symbol, and breaks nothing."""
    assert isinstance(client(argument=raw).value("argument"), Symbol)


def test_variables_are_named() -> None:
    """A symbol says which input variable it is."""
    (symbol,) = client(client_secret="${var.scorer_client_secret}").symbols("client_secret")

    assert symbol.variable == "scorer_client_secret"


def test_for_each_gives_an_instance_an_entry() -> None:
    """Each entry is judged by itself, with its key in its path."""
    resource = {
        "for_each": "${local.clients}",
        "client_id": "${each.key}",
        "standard_flow_enabled": "${each.value.flow}",
        "extra_config": '${merge({"common" = "1"}, each.value.settings)}',
        "//": {"metadata": {"path": "stack/Clients"}},
    }
    entries = {"a": {"flow": True, "settings": {"own": "2"}}, "b": {"flow": False, "settings": {}}}
    json = {"resource": {"keycloak_openid_client": {"Clients": resource}}, "locals": {"clients": entries}}
    first, second = Configuration({"stack": json}).resources()

    assert (first.path, first.is_true("standard_flow_enabled"), first.setting("own")) == (
        'stack/Clients["a"]',
        True,
        "2",
    )
    assert (second.text("client_id"), second.is_false("standard_flow_enabled")) == ("b", True)
    assert second.setting("common") == "1"


def test_references_are_followed_across_stacks() -> None:
    """A name that another stack's resource has is known here; what Keycloak makes is a symbol of that resource."""
    first = {
        "resource": {**REALM, "keycloak_openid_client_scope": {"Scope": {"name": "ml-base", "realm_id": "ml"}}},
        "output": {
            "scope": {"value": "${keycloak_openid_client_scope.Scope.name}"},
            "id": {"value": "${keycloak_openid_client_scope.Scope.id}"},
        },
    }
    remote = "data.terraform_remote_state.cross-stack-reference-input-first.outputs"
    second = {
        "resource": {
            "keycloak_openid_client_default_scopes": {
                "Scopes": {"default_scopes": [f"${{{remote}.scope}}"], "client_id": f"${{{remote}.id}}"}
            }
        }
    }
    configuration = Configuration({"first": first, "second": second})
    scopes = only(configuration, "keycloak_openid_client_default_scopes")
    scope = only(configuration, "keycloak_openid_client_scope")

    assert scopes.texts("default_scopes") == ["ml-base"]
    assert configuration.target(scopes.symbols("client_id")[0]) is scope
    kinds = "keycloak_openid_client_default_scopes"
    assert list(configuration.referring(scope, kinds, argument="client_id")) == [scopes]


def test_what_refers_to_a_resource_is_found_by_its_type() -> None:
    """A client's scopes are found among all that names the client; each once."""
    json = {
        "resource": {
            "keycloak_openid_client": {"Client": {"client_id": "ui"}},
            "keycloak_role": {"Role": {"client_id": "${keycloak_openid_client.Client.id}"}},
            "keycloak_openid_client_default_scopes": {"Scopes": {"client_id": "${keycloak_openid_client.Client.id}"}},
        }
    }
    configuration = Configuration({"stack": json})
    ui = only(configuration, "keycloak_openid_client")

    def referring(*types: str) -> list[str]:
        return [each.address for each in configuration.referring(ui, *types, argument="client_id")]

    assert referring("keycloak_role") == ["keycloak_role.Role"]
    assert referring() == ["keycloak_role.Role", "keycloak_openid_client_default_scopes.Scopes"]
    assert list(configuration.referring(ui, argument="client_scope_id")) == []


def test_data_sources_are_followed_and_are_no_resources() -> None:
    """A reference to what was made elsewhere knows what it was looked up by."""
    json = {
        "data": {
            "keycloak_realm": {"Realm": {"realm": "ml"}},
            "keycloak_role": {"Admin": {"realm_id": "${data.keycloak_realm.Realm.id}", "name": "realm-admin"}},
        },
        "resource": {"keycloak_user_roles": {"Roles": {"role_ids": ["${data.keycloak_role.Admin.id}"]}}},
    }
    configuration = Configuration({"stack": json})
    (symbol,) = only(configuration, "keycloak_user_roles").symbols("role_ids")
    role = configuration.target(symbol)

    assert role is not None
    assert (role.type, role.text("realm_id"), role.text("name")) == ("keycloak_role", "ml", "realm-admin")
    assert [each.type for each in configuration.resources()] == ["keycloak_user_roles"]


def test_a_realm_is_known_by_its_name() -> None:
    """The provider's id of a realm is its name: what refers to it is found, and messages say it."""
    events = {"Events": {"realm_id": "${keycloak_realm.Realm.id}"}}
    configuration = Configuration({"stack": {"resource": {**REALM, "keycloak_realm_events": events}}})
    realm = only(configuration, "keycloak_realm")

    assert [each.subject.label for each in configuration.of_realm(realm, "keycloak_realm_events")] == [
        "realm 'ml', keycloak_realm_events"
    ]
    assert realm.subject.label == "realm 'ml'"


def test_blocks_are_entered_whether_listed_or_not() -> None:
    """A nested block may stand by itself or as the one element of a list."""
    for headers in ({"x_frame_options": "DENY"}, [{"x_frame_options": "DENY"}]):
        assert client(defenses=[{"headers": headers}]).value("defenses.headers.x_frame_options") == "DENY"


def test_flags_are_on_off_or_neither() -> None:
    """A flag that is left out is neither on nor off, and so is one that only an apply knows."""
    resource = client(on=True, off="false", unknown="${var.flag}")

    assert [resource.is_true(name) for name in ("on", "off", "unknown", "none")] == [True, False, False, False]
    assert [resource.is_false(name) for name in ("on", "off", "unknown", "none")] == [False, True, False, False]
    assert [resource.is_set(name) for name in ("on", "off", "unknown", "none")] == [True, True, True, False]


def test_a_mapper_of_an_identity_provider_is_called_by_its_own_name() -> None:
    """Its argument `realm` says where it is, not what it is."""
    mapper = {"realm": "ml", "name": "teams", "identity_provider_alias": "corp"}
    resources = {"keycloak_hardcoded_role_identity_provider_mapper": {"M": mapper}}

    (found,) = Configuration({"stack": {"resource": resources}}).resources()

    assert found.subject.label == "realm 'ml', keycloak_hardcoded_role_identity_provider_mapper 'teams'"


@pytest.mark.parametrize(
    "reference",
    [
        "data.terraform_remote_state.cross-stack-reference-input-first.outputs.id",
        "data.terraform_remote_state.cross-stack-reference-input-first.outputs[var.name]",
        "values(data.terraform_remote_state.cross-stack-reference-input-first.outputs)[0]",
        "local.outputs.id",
        "local.outputs[var.name]",
        "local.state.outputs.id",
        "local.state.outputs[var.name]",
        "lookup(local.outputs, var.name)",
        "[for output in local.outputs : output][0]",
        "merge(local.outputs, {}).id",
    ],
)
def test_outputs_of_another_stack_are_followed(reference: str) -> None:
    """However a stack reads the outputs of another one: one by one, all of them, or by a local value."""
    state = "data.terraform_remote_state.cross-stack-reference-input-first"
    first = {"output": {"id": {"value": "${keycloak_role.R.id}"}}, "resource": {"keycloak_role": {"R": {"name": "r"}}}}
    second = {
        "data": {"terraform_remote_state": {"cross-stack-reference-input-first": {"backend": "pg"}}},
        "locals": {"outputs": f"${{{state}.outputs}}", "state": f"${{{state}}}"},
        "variable": {"name": {}},
        "resource": {"keycloak_user_roles": {"Grant": {"role_ids": [f"${{{reference}}}"]}}},
    }
    configuration = Configuration({"first": first, "second": second})
    (grant,) = configuration.resources("keycloak_user_roles")

    found = [role.address for each in grant.followed("role_ids") for role in configuration.targets(each)]

    assert found == ["keycloak_role.R"]

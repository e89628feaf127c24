"""How often resources and blocks are made."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration

pytestmark = pytest.mark.unit


def clients(**arguments: Any) -> list[tuple[str, object]]:  # noqa: ANN401 - JSON
    """Return path and client id of each instance."""
    json = {
        "resource": {"keycloak_openid_client": {"Ui": {"client_id": "ui", **arguments}}},
        "variable": {
            "n": {},
            "by_default": {"default": {"a": "1"}},
            "names": {"default": ["a"]},
            "two": {"default": 2},
        },
        "locals": {"clients": {"a": "1", "b": "2"}, "by_default": "${var.by_default}"},
    }
    return [(each.path, each.text("client_id")) for each in Configuration({"stack": json}).resources()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, [("stack/Ui", "ui")]),
        ({"count": 0}, []),
        ({"count": "${1 - 1}"}, []),
        ({"count": "2", "client_id": "ui-${count.index}"}, [("stack/Ui[0]", "ui-0"), ("stack/Ui[1]", "ui-1")]),
        ({"for_each": {}}, []),
        ({"count": 100000}, [("stack/Ui", "ui")]),
        ({"for_each": '${toset(["a"])}', "client_id": "${each.key}"}, [('stack/Ui["a"]', "a")]),
        (
            {"for_each": "${{for k, v in local.clients : upper(k) => v}}", "client_id": "${each.key}${each.value}"},
            [('stack/Ui["A"]', "A1"), ('stack/Ui["B"]', "B2")],
        ),
        (
            {"for_each": '${merge(var.n, {a = "1"})}', "client_id": "${each.key}"},
            [('stack/Ui["a"]', "a"), ("stack/Ui", None)],
        ),
        *(
            ({"for_each": each, "client_id": "${each.value}"}, [('stack/Ui["a"]', "1"), ("stack/Ui", None)])
            for each in ("${var.by_default}", "${local.by_default}", "${merge(var.by_default, {})}")
        ),
        (
            {"for_each": "${{for k, v in var.by_default : k => v}}", "client_id": "${each.value}"},
            [('stack/Ui["a"]', "1"), ("stack/Ui", None)],
        ),
        ({"for_each": "${toset(var.names)}", "client_id": "${each.key}"}, [('stack/Ui["a"]', "a")]),
        (
            {"count": "${var.two}", "client_id": "ui-${count.index}"},
            [("stack/Ui[0]", "ui-0"), ("stack/Ui[1]", "ui-1"), ("stack/Ui", None)],
        ),
    ],
)
def test_instances_are_those_that_terraform_makes(arguments: dict[str, Any], expected: list[object]) -> None:
    """Each instance is judged by itself, and none where there is none."""
    assert clients(**arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "unread"),
    [
        ({"count": "${var.n}"}, False),
        ({"count": "${var.n ? 1 : 0}"}, True),
        ({"for_each": "${toset(var.n)}"}, False),
        ({"for_each": '${var.n ? {a = "1"} : {}}'}, True),
        ({"count": "many"}, True),
    ],
)
def test_instances_that_an_apply_decides_are_one(arguments: dict[str, Any], *, unread: bool) -> None:
    """What decides their number is kept."""
    json = {"resource": {"keycloak_openid_client": {"Ui": arguments}}, "variable": {"n": {}}}
    (client,) = Configuration({"stack": json}).resources()

    assert client.decided_by is not None
    assert client.decided_by.unread is unread


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"smtp_server": {"for_each": [1], "content": {"host": "a"}}}, "a"),
        ({"smtp_server": [{"for_each": ["b"], "content": {"host": "${smtp_server.value}"}}]}, "b"),
        ({"smtp_server": {"for_each": {"c": 1}, "iterator": "it", "content": {"host": "${it.key}"}}}, "c"),
        ([{"smtp_server": {"for_each": '${toset(["d"])}', "content": {"host": "d"}}}], "d"),
        ({"smtp_server": {"for_each": [], "content": {"host": "a"}}}, None),
        ({"smtp_server": {"for_each": "${var.n}", "content": {"host": "e"}}}, "e"),
        ({"smtp_server": {"for_each": "${merge(var.n, {f = 1})}", "content": {"host": "f"}}}, "f"),
        ({"smtp_server": "none"}, None),
    ],
)
def test_dynamic_blocks_are_written_out(block: object, expected: object) -> None:
    """A block that `dynamic` makes is one like any other."""
    json = {"resource": {"keycloak_realm": {"Realm": {"realm": "ml", "dynamic": block}}}, "variable": {"n": {}}}
    (realm,) = Configuration({"stack": json}).resources()

    assert realm.value("smtp_server.host") == expected


def test_dynamic_blocks_within_blocks_are_written_out() -> None:
    """At any depth; a map's entry of that name is none."""
    detection = {"for_each": [1], "content": {"max_login_failures": 7}}
    realm = {"security_defenses": {"dynamic": {"brute_force_detection": detection}}, "attributes": {"dynamic": "yes"}}
    (found,) = Configuration({"stack": {"resource": {"keycloak_realm": {"Realm": realm}}}}).resources()

    assert found.value("security_defenses.brute_force_detection.max_login_failures") == 7
    assert found.value("attributes.dynamic") == "yes"


def test_dynamic_blocks_that_cannot_be_read_are_unread() -> None:
    """Whether there is a block is what a rule needs to know."""
    block = {"smtp_server": {"for_each": "${var.n ? [1] : []}", "content": {"host": "a"}}}
    json = {"resource": {"keycloak_realm": {"Realm": {"realm": "ml", "dynamic": block}}}, "variable": {"n": {}}}
    (realm,) = Configuration({"stack": json}).resources()
    (found,) = realm.symbols("smtp_server.host")

    assert found.unread


def test_dynamic_blocks_join_those_that_stand_there() -> None:
    """A block in full and one that `dynamic` makes are two."""
    block = {"attribute": {"for_each": ["b"], "content": {"name": "${attribute.value}"}}}
    profile = {"attribute": {"name": "a"}, "dynamic": block}
    (found,) = Configuration({"stack": {"resource": {"keycloak_realm_user_profile": {"P": profile}}}}).resources()

    assert found.arguments["attribute"] == [{"name": "a"}, {"name": "b"}]


def test_blocks_may_stand_in_lists() -> None:
    """Terraform JSON may write any block as a list; the resources are the same."""
    first, second = {"keycloak_realm": {"A": {"realm": "a"}}}, {"keycloak_realm": [{"B": [{"realm": "b"}]}]}
    providers = [{"keycloak": {"url": "https://a"}}, {"keycloak": [{"url": "https://b", "alias": "b"}]}]
    json = {"resource": [first, second], "locals": [{"x": 1}, {"y": 2}], "provider": providers}
    configuration = Configuration({"stack": json})

    assert [each.text("realm") for each in configuration.resources()] == ["a", "b"]
    assert [each.text("url") for each in configuration.providers()] == ["https://a", "https://b"]
    assert configuration.stacks[0].local("y") == 2

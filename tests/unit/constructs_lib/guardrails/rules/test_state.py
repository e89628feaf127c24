"""Where the state is kept, and how it gets there."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.backend_arguments import BackendArguments
from constructs_lib.guardrails.rules.state.local_state import LocalState
from constructs_lib.guardrails.rules.state.state_http import StateHttp
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

OTHER_PLACE = "stack 'prod': its backend is not as it is declared"


@pytest.mark.parametrize("terraform", [{}, {"backend": {"local": {"path": "terraform.tfstate"}}}])
def test_local_state_a_file_is_refused(terraform: dict[str, Any]) -> None:
    """A stack without a backend, or with the local one, is named."""
    assert faults_of(LocalState(), terraform=terraform) == ["stack 'stack': its state is a file on this machine"]


@pytest.mark.parametrize("backend", [{"inmem": {}}, [{"inmem": {}}]])
def test_local_state_in_memory_is_refused(backend: object) -> None:
    """A state that ends with the run is named, in a list of blocks as well."""
    assert faults_of(LocalState(), terraform={"backend": backend}) == ["stack 'stack': its state is kept nowhere"]


def test_local_state_a_remote_backend_passes() -> None:
    """Any other backend passes."""
    assert faults_of(LocalState(), terraform={"backend": {"pg": {"conn_str": "postgres://db.example.com/tf"}}}) == []


@pytest.mark.parametrize(
    ("backend", "fault"),
    [
        ({"http": {"address": "http://state.example.com"}}, "address is without TLS"),
        (
            {"http": {"address": "https://s.example.com", "lock_address": "http://s.example.com"}},
            "lock_address is without TLS",
        ),
        (
            {"http": {"address": "https://s.example.com", "skip_cert_verification": True}},
            "skip_cert_verification is on",
        ),
        ({"pg": {"conn_str": "postgres://db.example.com/tf?sslmode=disable"}}, "conn_str is without TLS"),
        ({"pg": {"conn_str": "postgres://localhost@db.example.com/tf?sslmode=disable"}}, "conn_str is without TLS"),
        ({"pg": {"conn_str": "postgres://localhost/tf?sslmode=disable&host=db"}}, "conn_str is without TLS"),
        ({"pg": {"conn_str": "postgres://db.example.com/tf?sslmode=prefer"}}, "conn_str is without TLS"),
        ({"pg": {"conn_str": "host=db.example.com sslmode = 'allow'"}}, "conn_str is without TLS"),
        (
            {"pg": {"conn_str": "host=db.example.com dbname=tf sslmode=require"}},
            "conn_str does not check the certificate",
        ),
        ({"consul": {"address": "consul.example.com:8500", "path": "tf"}}, "scheme is without TLS"),
        ({"consul": {"address": "consul.example.com", "scheme": "http"}}, "scheme is without TLS"),
        ({"s3": {"endpoints": {"s3": "http://minio.example.com"}}}, "s3 is without TLS"),
    ],
)
def test_state_http_is_refused(backend: dict[str, Any], fault: str) -> None:
    """A backend without TLS is named, and so is another stack's state that is read so."""
    assert faults_of(StateHttp(), terraform={"backend": backend}) == [f"stack 'stack': {fault}"]
    ((kind, config),) = backend.items()
    remote = {"terraform_remote_state": {"S": {"backend": kind, "config": config}}}
    assert faults_of(StateHttp(), data=remote) == [f"terraform_remote_state: {fault}"]


@pytest.mark.parametrize(
    "backend",
    [
        {},
        {"pg": {"conn_str": "postgres://db.example.com/tf?sslmode=verify-full"}},
        {"pg": {"conn_str": "postgres://tf@localhost/tf?sslmode=disable"}},
        {"pg": {"conn_str": "postgres://db.example.com/tf?sslmode=require&sslrootcert=ca.pem"}},
        {"pg": {"conn_str": "host=localhost dbname=tf sslmode=disable"}},
        {"consul": {"address": "consul.example.com", "scheme": "https"}},
        {"consul": {"path": "tf"}},
        {"http": {"address": "http://127.0.0.1:9000/state"}},
        {"http": {"address": "https://s.example.com", "skip_cert_verification": False}},
    ],
)
def test_state_http_on_this_machine_passes(backend: dict[str, Any]) -> None:
    """TLS passes, and so does what does not leave the machine."""
    assert faults_of(StateHttp(), terraform={"backend": backend}) == []


BACKENDS: list[tuple[str, dict[str, Any], str]] = [
    ("kubernetes", {"secret_suffix": "a", "exec": {"command": "sh"}}, "its backend 'kubernetes' is given 'exec'"),
    ("kubernetes", {"config_path": "/k"}, "its backend 'kubernetes' is given 'config_path'"),
    ("s3", {"bucket": "b", "profile": "p"}, "its backend 's3' is given 'profile'"),
    ("s3", {"shared_config_files": ["/c"]}, "its backend 's3' is given 'shared_config_files'"),
    ("s3", {"endpoints": {"sts": "https://e"}}, "its backend 's3' is given 'endpoints.sts'"),
    ("s3", {"endpoints": "${var.e}"}, "its backend 's3' is given endpoints as an expression"),
    (
        "s3",
        {"assume_role_with_web_identity": {"web_identity_token_file": "/t"}},
        "its backend 's3' is given 'assume_role_with_web_identity'",
    ),
    ("azurerm", {"oidc_token_file_path": "/t"}, "its backend 'azurerm' is given 'oidc_token_file_path'"),
    ("oss", {"bucket": "b"}, "its backend 'oss' is none that is known"),
]


@pytest.mark.parametrize(("kind", "config", "fault"), BACKENDS)
def test_backend_arguments_that_do_more_are_refused(kind: str, config: dict[str, Any], fault: str) -> None:
    """A program, a file and another address are named, of the stack's backend and of a state that it reads."""
    assert faults_of(BackendArguments(), terraform={"backend": {kind: [config]}}) == [f"stack 'stack': {fault}"]
    state = {"net": {"backend": kind, "config": config}}
    assert faults_of(BackendArguments(), data={"terraform_remote_state": state}) == [f"terraform_remote_state: {fault}"]


def test_backend_arguments_unknown_as_a_whole_are_refused() -> None:
    """A map that an expression makes may have anything."""
    state = {"net": {"backend": "s3", "config": "${var.c}"}}
    assert faults_of(BackendArguments(), data={"terraform_remote_state": state}) == [
        "terraform_remote_state: its backend 's3' is given its arguments as an expression"
    ]


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("local", {"path": "a.tfstate"}),
        ("pg", {"conn_str": None, "schema_name": "s", "skip_schema_creation": True}),
        ("s3", {"bucket": "b", "key": "k", "region": "r", "encrypt": True, "use_lockfile": True}),
        ("s3", {"bucket": "b", "endpoints": {"s3": "https://minio.example"}, "assume_role": [{"role_arn": "a"}]}),
        ("gcs", {"bucket": "b", "prefix": "p"}),
        ("azurerm", {"resource_group_name": "g", "storage_account_name": "s", "container_name": "c", "key": "k"}),
        ("remote", {"organization": "o", "workspaces": [{"name": "w"}]}),
        ("http", {"address": "https://state.example"}),
    ],
)
def test_backend_arguments_that_say_where_pass(kind: str, config: dict[str, Any]) -> None:
    """Where a state is, and how it is locked and encrypted, may be said."""
    state = {"net": {"backend": kind, "config": config}}
    assert faults_of(BackendArguments(), terraform={"backend": {kind: config}}) == []
    assert faults_of(BackendArguments(), data={"terraform_remote_state": state}) == []


PG = {"pg": {"schema_name": "states_prod"}}


@pytest.mark.parametrize(
    ("terraform", "faults"),
    [
        ({"backend": PG}, []),
        ({"backend": {"pg": {"schema_name": "states_prod", "conn_str": None}}}, []),
        ({"backend": {"pg": {"schema_name": "states_prod", "conn_str": "postgres://evil.example/s"}}}, [OTHER_PLACE]),
        ({"backend": {"http": {"address": "https://evil.example/s"}}}, [OTHER_PLACE]),
        ({"backend": {"pg": {"schema_name": "${var.s}"}}}, [OTHER_PLACE]),
        ({"backend": PG, "cloud": {"organization": "evil"}}, [OTHER_PLACE]),
        ({}, [OTHER_PLACE]),
    ],
)
def test_state_is_kept_where_it_is_declared(terraform: dict[str, Any], faults: list[str]) -> None:
    """An override of the backend would give the state, and its secrets, to somebody else."""
    configuration = Configuration({"prod": {"terraform": terraform}}, backends={"prod": PG})
    assert [f"{each.subject.label}: {each.fault}" for each in BackendArguments().judge(configuration)] == faults


@pytest.mark.parametrize(
    ("config", "passes"),
    [
        ({"schema_name": "states_prod", "conn_str": ""}, True),
        ({"schema_name": "states_prod", "conn_str": "postgres://evil.example/s"}, False),
        ({"schema_name": "other"}, False),
        ("${var.config}", False),
    ],
)
def test_state_that_is_read_is_one_of_the_environment(config: object, *, passes: bool) -> None:
    """Whoever keeps a state that is read says which roles are granted."""
    data = {"terraform_remote_state": {"prod": {"backend": "pg", "config": config}}}
    configuration = Configuration(
        {"prod": {"terraform": {"backend": PG}}, "prod-team": {"terraform": {"backend": {"pg": {}}}, "data": data}},
        backends={"prod": PG, "prod-team": {"pg": {}}},
    )
    assert (not list(BackendArguments().judge(configuration))) is passes

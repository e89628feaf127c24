"""The state, the provider, and what runs at a plan or an apply."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.backend_arguments import BackendArguments
from constructs_lib.guardrails.rules.state.blocks import Blocks
from constructs_lib.guardrails.rules.state.data_programs import DataPrograms
from constructs_lib.guardrails.rules.state.local_state import LocalState
from constructs_lib.guardrails.rules.state.modules import Modules
from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from constructs_lib.guardrails.rules.state.providers import Providers
from constructs_lib.guardrails.rules.state.provisioners import Provisioners
from constructs_lib.guardrails.rules.state.second_provider import SecondProvider
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
    ("block", "fault"),
    [
        ({"tls_insecure_skip_verify": True}, "tls_insecure_skip_verify is on"),
        ({"tls_insecure_skip_verify": "true"}, "tls_insecure_skip_verify is on"),
        ({"tls_insecure_skip_verify": "${true}"}, "tls_insecure_skip_verify is on"),
        ({"tls_insecure_skip_verify": "${local.skip}"}, "tls_insecure_skip_verify is on"),
        ({"url": "http://sso.example.com"}, "url must use https, got 'http://sso.example.com'"),
        ({"url": "HTTP://${var.host}"}, "url must use https, got 'http://${…}'"),
    ],
)
def test_provider_tls_no_check_is_refused(block: dict[str, Any], fault: str) -> None:
    """A provider that skips the check is named, however that is written, and one that uses plain http."""
    for blocks in ([block], block):
        assert faults_of(ProviderTls(), provider={"keycloak": blocks}, locals={"skip": True}) == [
            f"provider 'keycloak': {fault}"
        ]


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"tls_insecure_skip_verify": False},
        {"root_ca_certificate": "${var.ca}"},
        {"tls_insecure_skip_verify": "${var.skip}"},
        {"url": "http://127.0.0.1:8080"},
        {"url": "https://sso.example.com"},
    ],
)
def test_provider_tls_check_passes(block: dict[str, Any]) -> None:
    """A provider that checks passes, and one on this machine."""
    assert faults_of(ProviderTls(), provider={"keycloak": [block]}) == []


@pytest.mark.parametrize("block", [{"local-exec": {"command": "id"}}, [{"remote-exec": {"inline": ["id"]}}]])
def test_provisioners_are_refused(block: object) -> None:
    """A program that an apply starts is named, on any resource."""
    resources = {"null_resource.Run": {"provisioner": block}, "keycloak_role.R": {"name": "r", "provisioner": block}}

    assert faults_of(Provisioners(), resources) == [
        "null_resource: it has a provisioner",
        "keycloak_role: it has a provisioner",
    ]


def test_provisioners_of_other_kinds_are_refused() -> None:
    """Connections are for provisioners, and actions start programs too."""
    assert faults_of(
        Provisioners(), {"null_resource.Run": {"connection": {"host": "h"}}}, action={"local_command": {}}
    ) == [
        "null_resource: it has a connection",
        "action 'local_command': it runs at an apply",
    ]


def test_provisioners_none_passes() -> None:
    """A resource without them passes."""
    assert faults_of(Provisioners(), {"null_resource.Run": {"triggers": {"a": "b"}}}) == []


@pytest.mark.parametrize(
    ("section", "json"),
    [
        ("data", {"external": {"Run": {"program": ["id"]}}}),
        ("data", {"http": {"Ask": {"url": "https://example.com"}}}),
        ("ephemeral", {"shell_script": {"Run": {}}}),
        ("check", {"c": {"data": {"http": {"Ask": {"url": "https://example.com"}}}}}),
        ("data", {"local_file": {"Read": {"filename": "/proc/self/environ"}}}),
    ],
)
def test_data_programs_are_refused(section: str, json: dict[str, Any]) -> None:
    """What runs or is asked at a plan is named, those within checks too."""
    (violation,) = DataPrograms().judge(Configuration({"stack": {section: json}}))

    assert violation.level is None
    assert violation.fault.startswith("it reads '")


def test_data_of_other_providers_is_a_warning() -> None:
    """What another provider reads is not judged by any rule."""
    (violation,) = DataPrograms().judge(Configuration({"stack": {"data": {"vault_generic_secret": {"S": {}}}}}))

    assert str(violation.level) == "warning"


def test_data_programs_none_passes() -> None:
    """Keycloak's own data, and other stacks' outputs, pass."""
    data = {"keycloak_role": {"R": {"name": "r"}}, "terraform_remote_state": {"S": {"backend": "pg"}}}

    assert faults_of(DataPrograms(), data=data) == []


@pytest.mark.parametrize("source", ["./local", "http://example.com/m.zip", "git::https://example.com/m.git"])
def test_modules_are_refused(source: str) -> None:
    """A module is named, wherever it comes from."""
    assert faults_of(Modules(), module={"m": {"source": source}}) == ["module 'm': no rule reads what it makes"]


def test_modules_none_passes() -> None:
    """A stack of resources passes."""
    assert faults_of(Modules(), {"keycloak_realm.R": {"realm": "ml"}}) == []


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


@pytest.mark.parametrize(
    "source", ["evil/keycloak", "example.com/keycloak/keycloak", "hashicorp/keycloak", "mrparkers/keycloak"]
)
@pytest.mark.parametrize("as_list", [True, False])
def test_providers_another_keycloak_is_refused(source: str, *, as_list: bool) -> None:
    """A provider of another source under Keycloak's name is named."""
    required: Any = {"keycloak": {"source": source}}

    assert faults_of(Providers(), terraform={"required_providers": [required] if as_list else required}) == [
        f"stack 'stack': its provider 'keycloak' comes from '{source}'"
    ]


def test_providers_that_are_not_known_are_named() -> None:
    """What runs programs, a provider that nobody knows, and a realm by another provider are errors."""
    resource = {
        "shell_script": {"Run": {}},
        "acme_shell_script": {"Run": {}},
        "acme_thing": {"T": {}},
        "keycloak_realm": {"R": {"provider": "acme.other"}},
    }

    found = Providers().judge(Configuration({"stack": {"resource": resource}}))

    assert [(each.fault, each.level and str(each.level)) for each in found] == [
        ("its provider 'acme' is not known", None),
        ("its provider 'shell' is not known", None),
        ("it runs a program", None),
        ("it runs a program", None),
        ("it is made by the provider 'acme'", None),
    ]


@pytest.mark.parametrize("source", ["keycloak/keycloak", "registry.terraform.io/Keycloak/keycloak"])
def test_providers_that_are_known_pass(source: str) -> None:
    """Keycloak's provider, and those of clouds, pass."""
    resources: dict[str, dict[str, Any]] = {
        "keycloak_realm.R": {"realm": "ml", "provider": "keycloak.other"},
        "random_password.P": {},
        "terraform_data.D": {},
    }

    assert faults_of(Providers(), resources, terraform={"required_providers": {"keycloak": {"source": source}}}) == []


def test_providers_that_no_rule_judges_are_warned_of() -> None:
    """A cloud's provider makes things that no rule looks at: one line a stack."""
    found = Providers().judge(Configuration({"stack": {"resource": {"aws_s3_bucket": {"B": {}, "C": {}}}}}))

    assert [(each.fault, str(each.level)) for each in found] == [
        ("no rule judges what its provider 'aws' makes", "warning")
    ]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("aws", "evil/aws"),
        ("random", "evil.example.com/x/random"),
        ("evil", "evil.example.com/evil/evil"),
        ("helper", "attacker/aws"),
        ("restapi", "mastercard/restapi"),
    ],
)
def test_providers_from_elsewhere_are_refused(name: str, source: str) -> None:
    """A provider runs as soon as it is required, whatever it is called; an exemption names it alone."""
    required = {name: {"source": source}}
    (violation,) = Providers().judge(Configuration({"stack": {"terraform": {"required_providers": required}}}))
    assert (violation.fault, violation.level) == (f"its provider '{name}' comes from '{source}'", None)
    assert violation.subject.path == f"stack/{name}"


@pytest.mark.parametrize(
    "json",
    [
        {"provider": {"evil": [{"endpoint": "x"}]}},
        {"data": {"evil_thing": {"D": {}}}},
        {"ephemeral": {"evil_thing": {"D": {}}}},
        {"check": {"c": {"data": {"evil_thing": {"D": {}}}}}},
        {"resource": {"aws_s3_bucket": {"B": {"provider": "${evil.x}"}}}},
    ],
)
def test_providers_that_nothing_requires_are_refused(json: dict[str, Any]) -> None:
    """Terraform takes hashicorp/evil for whatever uses a provider of that name."""
    assert "stack 'stack': its provider 'evil' is not known" in faults_of(Providers(), **json)


@pytest.mark.parametrize("name", ["local", "http", "archive"])
def test_providers_judged_by_kind_are_said_once(name: str) -> None:
    """Files and servers are judged by what reads them, not by their provider."""
    assert faults_of(Providers(), terraform={"required_providers": {name: {"source": f"hashicorp/{name}"}}}) == []


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        (
            {"provider": {"kubernetes": [{"exec": {"command": "sh"}}]}},
            "stack 'stack': its provider 'kubernetes' runs a program: 'exec'",
        ),
        (
            {"resource": {"helm_release": {"R": {"postrender": {"binary_path": "/opt/x"}}}}},
            "helm_release: it runs a program",
        ),
        (
            {"resource": {"aws_s3_object": {"O": {"source": "/proc/self/environ"}}}},
            "aws_s3_object: it reads or writes a file: 'source'",
        ),
        ({"resource": {"local_file": {"F": {"filename": "x"}}}}, "local_file: it reads or writes a file: 'filename'"),
    ],
)
def test_providers_that_run_programs_or_read_files_are_refused(json: dict[str, Any], fault: str) -> None:
    """A known provider does what a program does, too, where an argument says so."""
    assert fault in faults_of(Providers(), **json)


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        (
            {"data": {"keycloak_realm": {"Z": {"realm": "ml", "provider": "kc2"}}}},
            "keycloak_realm: it is made by the provider 'kc2'",
        ),
        (
            {"terraform": {"required_providers": {"kc2": {"source": "keycloak/keycloak"}}}},
            "stack 'stack': its provider 'kc2' comes from 'keycloak/keycloak', as its provider 'keycloak' does",
        ),
    ],
)
def test_providers_keycloak_by_another_name_is_refused(json: dict[str, Any], fault: str) -> None:
    """Keycloak's provider under another local name takes the same credentials, for a data source too."""
    assert faults_of(Providers(), **json) == [fault]


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        ({"import": [{"to": "keycloak_role.R", "id": "ml/1"}]}, "it has a block 'import'"),
        ({"check": {"c": {"data": {"keycloak_realm": {"Z": {}}}}}}, "it has a block 'check'"),
        (
            {"removed": [{"from": "terraform_data.Gone", "provisioner": [{"local-exec": {"command": "id"}}]}]},
            "a block 'removed' has 'provisioner'",
        ),
        ({"removed": {"from": "a.b", "connection": {}}}, "a block 'removed' has 'connection'"),
        ({"terraform": {"encryption": {"key_provider": {}}}}, "it has a block 'terraform' with 'encryption'"),
        ({"something_new": {}}, "it has a block 'something_new'"),
    ],
)
def test_blocks_that_no_rule_reads_are_refused(json: dict[str, Any], fault: str) -> None:
    """A block of a kind that the guardrails do not know is named."""
    assert faults_of(Blocks(), **json) == [f"stack 'stack': {fault}"]


def test_blocks_of_a_stack_pass() -> None:
    """What the CDK writes passes, a removal that does nothing else as well."""
    json: dict[str, Any] = {
        "//": {},
        "terraform": {"backend": {"local": {}}, "required_providers": {}, "required_version": ">= 1.5"},
        "removed": [{"from": "keycloak_role.R", "lifecycle": {"destroy": False}}],
        "moved": [{"from": "a.b", "to": "a.c"}],
        "locals": {},
    }
    assert faults_of(Blocks(), **json) == []


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        (
            [{"url": "https://sso.example.com"}, {"alias": "other", "url": "https://evil.example"}],
            "provider 'keycloak.other': a second one, its url is https://evil.example",
        ),
        (
            {"alias": "${var.name}", "url": "https://${var.host}"},
            "provider 'keycloak.?': a second one, its url is https://${…}",
        ),
        ([{}, {}], "provider 'keycloak.?': a second one, its url is that of the environment"),
    ],
)
def test_second_provider_is_refused(blocks: Any, fault: str) -> None:  # noqa: ANN401 - JSON
    """A block beside the first is named: it is sent the credentials of the environment."""
    assert faults_of(SecondProvider(), provider={"keycloak": blocks}) == [fault]


def test_second_provider_under_another_name_is_refused() -> None:
    """What a stack calls a provider does not change who it is."""
    terraform = {"required_providers": {"kc2": {"source": "keycloak/keycloak"}}}
    provider = {"kc2": [{"url": "https://evil.example"}]}
    assert faults_of(SecondProvider(), terraform=terraform, provider=provider) == [
        "provider 'kc2': a second one, its url is https://evil.example"
    ]


def test_second_provider_is_exempted_by_its_alias() -> None:
    """Its path tells it from the first one."""
    blocks = [{}, {"alias": "other"}]
    (violation,) = SecondProvider().judge(Configuration({"dev": {"provider": {"keycloak": blocks}}}))
    assert violation.subject.path == "dev/keycloak.other"


@pytest.mark.parametrize("provider", [{}, {"keycloak": [{"url": "https://a"}]}, {"aws": [{}, {"alias": "west"}]}])
def test_second_provider_none_passes(provider: dict[str, Any]) -> None:
    """One block passes, and any number of another provider."""
    assert faults_of(SecondProvider(), provider=provider) == []


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

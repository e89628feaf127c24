"""Which providers a stack has, and whom they talk to."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from constructs_lib.guardrails.rules.state.providers import Providers
from constructs_lib.guardrails.rules.state.second_provider import SecondProvider
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


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

"""Where Keycloak's provider sends its credentials."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.provider_url import ProviderUrl
from constructs_lib.guardrails.terraform.configuration import Configuration

pytestmark = pytest.mark.unit

OURS = "https://sso.example.com"
VARIABLES = {"u": {"type": "string"}, "ours": {"default": OURS}, "other": {"default": "https://evil.example"}}


def faults(*blocks: dict[str, Any], server: str | None = OURS) -> list[str]:
    """Return what is wrong with stacks whose providers have these blocks, of an environment on a server."""
    stacks = {
        f"stack-{number}": {"provider": {"keycloak": [block]}, "variable": VARIABLES}
        for number, block in enumerate(blocks)
    }
    configuration = Configuration(stacks, keycloak_url=server)
    return [f"{each.subject.path}: {each.fault}" for each in ProviderUrl().judge(configuration)]


@pytest.mark.parametrize("argument", ["url", "admin_url"])
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://evil.example", "https://evil.example"),
        (f"{OURS}@evil.example", f"{OURS}@evil.example"),
        (f"{OURS}.evil.example", f"{OURS}.evil.example"),
        ("http://sso.example.com", "http://sso.example.com"),
        ("${var.other}", "https://evil.example"),
        ("https://${var.u}.example", "https://${…}.example"),
        ('${var.u == "x" ? "https://sso.example.com" : "https://evil.example"}', "…"),
    ],
)
def test_provider_url_of_another_server_is_refused(argument: str, url: str, shown: str) -> None:
    """Whatever url is not the environment's is named, however it is written."""
    assert faults({}, {argument: url}) == [f"stack-1/keycloak: its {argument} is '{shown}', not '{OURS}'"]


def test_provider_urls_that_differ_are_refused() -> None:
    """Where nobody says where the server is, all stacks have to agree."""
    assert faults({"url": OURS}, {"url": "https://evil.example"}, {}, server=None) == [
        f"stack-1/keycloak: its url is 'https://evil.example', not '{OURS}'",
        f"stack-2/keycloak: it leaves url out, which another stack's says to be '{OURS}'",
    ]


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"url": OURS},
        {"url": f"{OURS}/"},
        {"url": "${var.ours}"},
        {"url": "${var.u}"},
        {"url": "https://${var.u}.example.com"},
        {"url": OURS, "admin_url": OURS},
    ],
)
def test_provider_url_of_the_environment_passes(block: dict[str, Any]) -> None:
    """The environment's own url passes, one that is left to the deployer, and one that only an apply knows."""
    assert faults({}, block) == []
    assert faults(block, block, server=None) == []


@pytest.mark.parametrize(
    "path", ["@evil.example", ".evil.example/x", "/../x", "/x@evil.example", "/%2e%2e/x", "auth", "/auth", "/a${var.u}"]
)
def test_base_path_leads_nowhere_else(path: str) -> None:
    """The provider puts the path behind the url as it is: it may go on in the host's name."""
    (found,) = faults({}, {"base_path": path})
    assert found.startswith("stack-1/keycloak: its base_path '")
    assert found.endswith("' is not that of the environment")


@pytest.mark.parametrize(
    ("path", "server"),
    [("", OURS), ("${var.u}", OURS), ("/auth", f"{OURS}/auth"), ("/auth/", f"{OURS}/auth"), ("/kc/auth", None)],
)
def test_base_path_of_the_environment_passes(path: str, server: str | None) -> None:
    """The path of the environment's url passes, and one that the deployer says."""
    assert faults({"base_path": path}, server=server) == []


def test_token_is_no_file_of_the_deploying_machine() -> None:
    """What a file holds is sent as a credential: which one, the deployer says."""
    expected = "stack-0/keycloak: it sends the file '/proc/self/environ' of the machine that deploys"
    assert faults({"jwt_token_file": "/proc/self/environ"}) == [expected]
    assert faults({"jwt_token_file": "${var.u}"}) == []

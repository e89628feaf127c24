"""Where Keycloak is told to fetch keys."""

from __future__ import annotations

from typing import Any

import pytest

from stacks.environment import Environment
from stacks.key_addresses import is_internal, key_address_findings

pytestmark = pytest.mark.unit

REMOTE, LOCAL = "https://sso.example.com", "http://127.0.0.1:8080"
OWN_MACHINE = f"Keycloak, at {REMOTE}, would ask its own machine: write the host of the keys"
OWN_NETWORK = (
    "a team's file names no address of Keycloak's own network: write the host's public name, "
    "or let the environment's own file declare it"
)

# What a cluster's search path completes, private networks call themselves, and no host of the internet has.
NOT_PUBLIC = (
    *("svc", "keycloak", "kubernetes.default", "prometheus.monitoring", "x.svc.k8s", "10-0-0-1.default.pod"),
    *("api.kube-system", "db.local", "db.lan", "db.home.arpa", "db.intranet", "db.corp", "db.home", "db.private"),
    *("vault.service.consul", "db.localdomain", "db.docker", "db.lxd", "db.internal", "db.internal.", "x.test"),
    *("1.0.0.10.in-addr.arpa", "metadata.goog", "a.metadata.goog", "vm.internal.cloudapp.net", "x.example"),
    *("api.metadata.cloud.ibm.com", "metadata.exoscale.com", "api.service.softlayer.com", "instance-data.ec2.internal"),
    *("private.us-south.iam.cloud.ibm.com", "kv.privatelink.vaultcore.azure.net", "vpce-1.s3.vpce.amazonaws.com"),
    *("keys.internal.example.com", "169.254.42.42", "168.63.129.16", "192.0.0.192", "100.100.100.200", "100.96.0.96"),
    *("[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[fd00:42::42]"),
    *("[2002:a9fe:a9fe::]", "[2001::1]", "[fd20:ce::254]", "[fd00:a9fe:a9fe::1]"),
    *("[fec0::1]", "[5f00::1]", "[3fff::1]", "[2001:db8::1]", "[2002:808:808::]", "[fe80::1%25eth0]", "192.88.99.1"),
    *("localhost%00.example.com", "example.c0m", "a..example.com", "a..", "1.1.1.1.1"),
)


def faults(server: str, **values: Any) -> list[str]:  # noqa: ANN401 - parts of a declaration
    """Return what is said of an environment whose Keycloak has a URL."""
    given = {"keycloak": {"url": server}, "realm": {"name": "ml"}, "api": {"client_id": "scorer"}, **values}
    return [each.message for each in key_address_findings(Environment.model_validate(given))]


def consumer(url: str) -> dict[str, Any]:
    """Return the consumers of somebody whose keys are at a URL."""
    return {"consumers": {"batch": {"auth": {"method": "private_key_jwt", "jwks_url": url}}}}


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://169.254.169.254/jwks", OWN_NETWORK),
        ("https://10.0.0.7/jwks", OWN_NETWORK),
        ("https://metadata.google.internal/jwks", OWN_NETWORK),
        ("https://[fd00:ec2::254]/jwks", OWN_NETWORK),
        ("https://localhost/jwks", OWN_MACHINE),
        ("https://127.0.0.1:9000/jwks", OWN_MACHINE),
        ("http://127.0.0.1:9000/jwks", OWN_MACHINE),
    ],
)
def test_team_has_keycloak_ask_no_internal_address(url: str, fault: str) -> None:
    """A team's file is no way to what only Keycloak can reach."""
    assert faults(REMOTE, teams={"risk": consumer(url)}) == [
        f"realm 'ml', consumer 'batch': JWKS URL is '{url}': {fault}"
    ]


@pytest.mark.parametrize(
    ("values", "subject"),
    [
        (consumer("http://127.0.0.1:9/jwks"), "consumer 'batch'"),
        (
            {"workload_issuers": {"ci": {"issuer": "http://127.0.0.1:9", "jwks_url": "http://127.0.0.1:9/jwks"}}},
            "workload issuer 'ci'",
        ),
    ],
)
def test_loopback_keys_beside_a_remote_keycloak_are_refused(values: dict[str, Any], subject: str) -> None:
    """A loopback address is Keycloak's own, whoever wrote it; beside a local Keycloak it is the developer's."""
    assert faults(REMOTE, **values) == [f"realm 'ml', {subject}: JWKS URL is 'http://127.0.0.1:9/jwks': {OWN_MACHINE}"]
    assert faults(LOCAL, **values) == []


@pytest.mark.parametrize("url", ["https://batch.example.com/jwks", "https://93.184.215.14/"])
def test_team_names_any_other_host(url: str) -> None:
    """Public names and addresses pass."""
    assert faults(REMOTE, teams={"risk": consumer(url)}) == []


def test_platform_team_may_name_its_own_network() -> None:
    """The environment's own file knows where things are."""
    assert faults(REMOTE, **consumer("https://10.0.0.7/jwks")) == []
    assert faults(LOCAL, teams={"risk": consumer("https://10.0.0.7/jwks")}) == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("2130706433", True),
        ("0x7f.1", True),
        ("127.1", True),
        ("0.1.2.3", True),
        ("[::ffff:10.0.0.1]", True),
        ("[64:ff9b::a9fe:a9fe]", True),
        ("[2002:a00:1::]", True),
        ("[fe80::1]", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("localhost.", True),
        ("app.localhost", True),
        ("%6cocalhost", True),
        ("localhost%2e", True),
        ("ip6-localhost", True),
        ("host.docker.internal", True),
        ("[::127.0.0.1]", True),
        ("[::ffff:0:127.0.0.1]", True),
        ("METADATA.google.internal", True),
        ("192.0.0.192", True),
        ("168.63.129.16", True),
        ("[64:ff9b:1::a9fe:a9fe]", True),
        ("kubernetes.default.svc", True),
        ("kubernetes.default.svc.cluster.local.", True),
        ("db.corp.INTERNAL", True),
        *((host, True) for host in NOT_PUBLIC),
        ("batch.svc.example.com", False),
        ("keys.xn--bcher-kva.example.com", False),
        ("keys.xn--p1ai", False),
        ("[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", False),
        ("10.example.com", False),
        ("example.com.", False),
    ],
)
def test_internal_addresses_are_known_in_any_notation(host: str, *, expected: bool) -> None:
    """Numbers in other notations, and IPv4 addresses within IPv6 ones, are addresses too."""
    assert is_internal(f"https://{host}/jwks") is expected

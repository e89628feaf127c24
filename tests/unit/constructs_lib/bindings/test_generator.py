"""What a build of the bindings depends on."""

from __future__ import annotations

import pytest

from constructs_lib.bindings.cdk import CDKTF, CDKTN, Cdk
from constructs_lib.bindings.generator import bindings_key
from constructs_lib.bindings.node_packages import pinned_versions

pytestmark = pytest.mark.unit

BUILD = ["constructs", "jsii", "jsii-pacmak", "typescript"]


@pytest.mark.parametrize(
    ("cdk", "tool"), [(cdk, tool) for cdk in (CDKTF, CDKTN) for tool in (cdk.name, cdk.cli, *BUILD)]
)
def test_another_tool_version(cdk: Cdk, tool: str) -> None:
    """Another version of a tool that writes them makes another key."""
    pins = pinned_versions(cdk)
    before = bindings_key(cdk, "4.5.0", pins)
    assert bindings_key(cdk, "4.5.0", {**pins, tool: "99.0.0"}) != before == bindings_key(cdk, "4.5.0")


def test_another_cdk() -> None:
    """Each CDK has bindings of its own."""
    assert bindings_key(CDKTF, "4.5.0") != bindings_key(CDKTN, "4.5.0")

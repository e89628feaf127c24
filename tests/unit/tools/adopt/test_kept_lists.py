"""Lists and settings that Terraform cannot read are kept as they are, as far as it would write something else."""

from __future__ import annotations

import pytest

from tests.unit.tools.adopt.snapshots import client, realm_of
from tools.adopt.kept_lists import kept_lists

pytestmark = pytest.mark.unit


def test_headers() -> None:
    """An empty header is kept where the provider has a value for it, and not where it sends an empty one anyway."""
    headers = {"contentSecurityPolicyReportOnly": "", "xRobotsTag": "", "xFrameOptions": "DENY"}
    snapshot = realm_of(client("api"), browserSecurityHeaders=headers)
    snapshot.others |= {"default scopes": [], "optional scopes": []}
    kept = kept_lists(snapshot, {"api": {"client_id": "api"}, "realm": {"name": "main"}})
    assert kept["keycloak_realm"]["main"] == {
        "security_defenses.headers.x_robots_tag": "",
        "security_defenses.headers.x_frame_options": "DENY",
    }

"""Audiences that some gateways take for one."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.audiences import as_gateways_read

pytestmark = pytest.mark.unit

HOST = "models.example.com"


@pytest.mark.parametrize("audience", [HOST, f"{HOST}/", f"http://{HOST}", f"https://{HOST}/"])
def test_scheme_and_slash_make_no_other_audience(audience: str) -> None:
    """Envoy's own filter compares what is left, and the letters of that."""
    assert as_gateways_read(audience) == HOST
    assert as_gateways_read(audience.upper()) != HOST
    assert as_gateways_read(f"{audience}/v2") != HOST

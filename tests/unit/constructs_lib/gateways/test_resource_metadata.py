"""Where a protected resource says who issues its tokens."""

from __future__ import annotations

import pytest

from constructs_lib.gateways.resource_metadata import ResourceMetadata

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource", "url"),
    [
        ("https://models.example.com", "https://models.example.com/.well-known/oauth-protected-resource"),
        ("https://example.com:8443/models", "https://example.com:8443/.well-known/oauth-protected-resource/models"),
    ],
)
def test_well_known_part_stands_before_the_path(resource: str, url: str) -> None:
    """RFC 9728 section 3.1 puts it between host and path."""
    assert ResourceMetadata.of(resource).url == url

"""Values of gateways."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import gateway_values as values

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (
            values.ServerUrl,
            "http://models/v2",
            "a server is scheme, host and port, such as 'http://127.0.0.1:8000', got 'http://models/v2'",
        ),
        (
            values.ListenAddress,
            "127.0.0.1:0",
            "a listen address is an IP address and a port, such as '127.0.0.1:8090' or '[::1]:8090', got '127.0.0.1:0'",
        ),
        (
            values.ListenAddress,
            "host:80",
            "a listen address is an IP address and a port, such as '127.0.0.1:8090' or '[::1]:8090', got 'host:80'",
        ),
        (values.OpenRoute, "GET /../x", "a route is a method and a path, such as 'GET /healthz', got 'GET /../x'"),
        (
            values.RoutePattern,
            "POST /score/{modle}",
            (
                "a route is a method and a path, such as 'POST /score/{model}' "
                "('{version}' stands for any one version), got 'POST /score/{modle}'"
            ),
        ),
        (
            values.KubernetesName,
            "Models",
            "a Kubernetes name is 1 to 63 lower-case letters, digits or '-', got 'Models'",
        ),
    ],
)
def test_bad_value_is_refused_with_the_rule(kind: type[str], value: str, message: str) -> None:
    """An address, route or name that a gateway would break on is refused with the rule and the value."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert str(caught.value.errors()[0]["ctx"]["error"]) == message

"""Every row of every style of paths, by a call: its role opens it, another model's does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.styles import STYLES
from tests.support.bypass.forms import multipart_body
from tests.support.declarations.declarations import declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route
    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Answer, Gateway

pytestmark = pytest.mark.integration

ACTIONS = ["predict", "explain", "manage"]
SHOWN = tuple(name for name in STYLES if name != "custom")


@pytest.mark.parametrize("style", SHOWN)
@pytest.mark.parametrize("preset", ["envoy", "fastapi"])
def test_rows_of_a_style(site: Site, tmp_path: Path, preset: str, style: str) -> None:
    """With a role that a row names the call reaches the server; with that of another model, or none, it is refused."""
    api = _api(site, style)
    if preset == "envoy":
        with EnvoyGateway.start(tmp_path, api, site.upstream) as envoy:
            _walk(site, envoy, api, preset)
    else:
        _walk(site, FastApiGateway.load(tmp_path, api), api, preset)


def _api(site: Site, style: str) -> ProtectedApi:
    actions = [action for action in ACTIONS if STYLES[style].of_action(action)]  # type: ignore[index]
    return site.api(declare(models={"fraud": {"actions": actions}}), paths={"style": style})


def _walk(site: Site, gateway: Gateway, api: ProtectedApi, preset: str) -> None:
    called = [route for route in api.routes if not PRESETS[preset].unable(route)]
    assert called
    wrong = []
    for route in called:
        roles = api.roles(route)
        for role, expected in (*((role, 200) for role in roles), ("churn:predict", 403), (None, 403)):
            if (answer := _call(site, gateway, route, role)).status != expected:
                wrong.append((route.method, route.path, role, answer.status))
    assert wrong == []


def _call(site: Site, gateway: Gateway, route: Route, role: str | None) -> Answer:
    token = site.issuer.token(*([role] if role else []))
    path = route.path.replace("{version}", "3")
    body: object | None = {"model": route.model} if route.named_in == "json" else None
    headers = []
    if route.named_in == "multipart":
        (kind,), body = multipart_body(("model", route.model))
        headers = [("Content-Type", kind.removeprefix("Content-Type: "))]
    return gateway.call(path, token=token, method=route.method, json=body, headers=headers)

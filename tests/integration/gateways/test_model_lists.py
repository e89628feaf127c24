"""Lists of models, as gateways answer them: those that the caller may use, in the form of the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.declarations import declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from constructs_lib.gateways.protected_api import ProtectedApi
    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

NAMES = ("gpt-4.1", "org/m", "qwen3:8b")
FORMS: dict[str, tuple[str, str, object]] = {
    "openai": (
        "/v1/models",
        "data",
        lambda name: {"id": name, "object": "model", "created": 0, "owned_by": "ml-prod"},
    ),
    "ollama": ("/api/tags", "models", lambda name: {"name": name, "model": name}),
    "kserve-v1": ("/v1/models", "models", lambda name: name),
}


def listed(site: Site, gateway: Gateway, path: str, *roles: str) -> object:
    """Return what a caller with some roles is answered, which the server behind never sees."""
    answer = gateway.call(path, method="GET", token=site.issuer.token(*roles))
    assert answer.reached is None
    return json.loads(answer.body) if answer.status == 200 else answer.status


def in_both(site: Site, folder: Path, api: ProtectedApi, path: str, callers: Sequence[Sequence[str]]) -> list[object]:
    """Return what each caller is answered, by Envoy and by the app alike."""
    app = FastApiGateway.load(folder / "fastapi", api)
    with EnvoyGateway.start(folder / "envoy", api, site.upstream) as envoy:
        found = [[listed(site, gateway, path, *roles) for roles in callers] for gateway in (envoy, app)]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("style", FORMS)
def test_list_is_cut_down_to_the_caller(site: Site, tmp_path: Path, style: str) -> None:
    """Some role of a model shows it; the access role shows all; no role shows nothing at all."""
    path, key, entry = FORMS[style]
    assert callable(entry)
    api = site.api(declare(models={name: {} for name in NAMES}), paths={"style": style})
    callers = (["org~2Fm:predict"], ["gpt-4.1:predict", "qwen3:8b:predict"], ["model-api-access"], ["other:predict"])
    shown = [[NAMES[1]], [NAMES[0], NAMES[2]], list(NAMES)]
    form = {"object": "list"} if style == "openai" else {}
    expected: list[object] = [{**form, key: [entry(name) for name in names]} for names in shown]
    assert in_both(site, tmp_path, api, path, callers) == [*expected, 403]


def test_list_has_the_models_of_its_own_server(site: Site, tmp_path: Path) -> None:
    """Of models in two styles each is in the list of its own."""
    models = {"gpt-4.1": {}, "qwen3:8b": {"paths": {"style": "ollama"}}}
    api = site.api(declare(models=models), paths={"style": "openai"})
    (tags,) = in_both(site, tmp_path / "tags", api, "/api/tags", [["model-api-access"]])
    assert tags == {"models": [{"name": "qwen3:8b", "model": "qwen3:8b"}]}
    found = in_both(site, tmp_path / "models", api, "/v1/models", [["model-api-access"], ["qwen3:8b:predict"]])
    assert found[1] == 403
    assert [entry["id"] for entry in found[0]["data"]] == ["gpt-4.1"]  # type: ignore[index]


def test_what_is_loaded_the_server_alone_says(site: Site, tmp_path: Path) -> None:
    """Ollama's list of loaded models is true of nobody's declaration: it goes on for the access role alone."""
    api = site.api(declare(models={name: {} for name in NAMES}), paths={"style": "ollama"})
    app = FastApiGateway.load(tmp_path / "fastapi", api)
    with EnvoyGateway.start(tmp_path / "envoy", api, site.upstream) as envoy:
        for gateway in (envoy, app):
            answers = [
                gateway.call("/api/ps", method="GET", token=site.issuer.token(role))
                for role in ("org~2Fm:predict", "model-api-access")
            ]
            assert [(answer.status, answer.reached) for answer in answers] == [(403, None), (200, "/api/ps")]

"""What the FastAPI dependency adds: where tokens come from, who calls, and what to ask for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.gateways.gateways import FastApiGateway, load_module, written
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

INFER = "/v2/models/fraud/infer"


def test_module_is_typed(tmp_path: Path, site: Site) -> None:
    """The written module, for each style of paths, passes strict mypy and ruff's formatter as it stands."""
    for style in ("open_inference", "openai"):
        api = site.api(paths={"style": style.replace("_", "-"), "actions": {"explain": ["POST /explain/{model}"]}})
        for preset in ("fastapi", "litserve"):
            written(tmp_path, preset, api)["model_access.py"].rename(tmp_path / f"{preset}_{style}.py")
    allowing = site.api(paths={"style": "openai"}, stored_objects="allow")
    written(tmp_path, "fastapi", allowing)["model_access.py"].rename(tmp_path / "allowing.py")
    modules = sorted(map(str, tmp_path.glob("*.py")))
    # The project's own mypy is strict, and its cache is warm after `make lint`.
    for command in (["mypy"], ["ruff", "format", "--check", "--isolated", "--line-length=120"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, *modules], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_client_finds_the_authorization_server_by_the_401(site: Site, gateways: Mapping[str, Gateway]) -> None:
    """RFC 9728: the 401 names the metadata, and the scope to ask for; the metadata name the issuer."""
    fastapi = gateways["fastapi"]
    challenge = fastapi.call(INFER).challenge
    (url,) = re.findall(
        r'^Bearer resource_metadata="http://127\.0\.0\.1:\d+(/[^"]+)", scope="model\.fraud\.predict"$', challenge
    )
    assert url == "/.well-known/oauth-protected-resource"
    metadata = json.loads(fastapi.call(url, method="GET").body)
    assert metadata["authorization_servers"] == [site.issuer.endpoints.issuer]
    assert metadata["bearer_methods_supported"] == ["header"]
    assert metadata["scopes_supported"] == ["model.churn.predict", "model.fraud.explain", "model.fraud.predict"]
    assert challenge.startswith(f'Bearer resource_metadata="{metadata["resource"]}/.well-known/')


def test_refusals_say_what_is_wrong(site: Site, gateways: Mapping[str, Gateway]) -> None:
    """RFC 6750 section 3.1: a bad token is invalid_token, a missing role insufficient_scope with what to ask for."""
    fastapi = gateways["fastapi"]
    assert 'error="invalid_token"' in fastapi.call(INFER, token=site.issuer.unsigned_token()).challenge
    assert fastapi.call(INFER, token=site.issuer.token()).challenge.endswith(
        'error="insufficient_scope", scope="model.fraud.predict"'
    )
    assert fastapi.call("/other", token=site.issuer.token()).challenge.endswith('error="insufficient_scope"')


def test_caller_is_known(site: Site, tmp_path: Path) -> None:
    """The dependency gives subject, client and roles of the verified token."""
    module = load_module(written(tmp_path, "fastapi", site.api())["model_access.py"])
    caller = module.verify(site.issuer.token("fraud:predict", sub="7f5a", client_id="batch"))
    assert (caller.subject, caller.client_id, caller.roles) == ("7f5a", "batch", frozenset({"fraud:predict"}))


def test_keys_that_cannot_be_fetched(site: Site, tmp_path: Path) -> None:
    """Without any keys yet, a call is answered 503: nobody is let through, and nobody's token is called wrong."""
    api = site.api()
    gateway = FastApiGateway.load(tmp_path, api)
    gateway.module.KEYS.uri = "http://127.0.0.1:9/certs"
    answer = gateway.call(INFER, token=site.issuer.token("fraud:predict"))
    assert (answer.status, answer.reached) == (503, None)


def test_only_a_key_that_must_be_fetched_takes_a_thread(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token of a key that is kept is checked where it is: handing it to a thread takes longer than the check."""
    gateway = FastApiGateway.load(tmp_path, site.api())
    handed = list[str]()

    async def note(check: Callable[[str], object], token: str) -> object:
        handed.append(token)
        return check(token)

    monkeypatch.setattr(gateway.module, "run_in_threadpool", note)
    first, second = (site.issuer.token("fraud:predict", sub=sub) for sub in ("first", "second"))
    assert [gateway.call(INFER, token=token).status for token in (first, second)] == [200, 200]
    assert gateway.call(INFER, token=site.issuer.unsigned_token()).status == 401
    assert handed[0] == first
    assert second not in handed


def test_path_below_a_root_path_is_the_apis_own(site: Site, tmp_path: Path) -> None:
    """An app that a proxy serves below a prefix sees its own paths."""
    gateway = FastApiGateway.load(tmp_path, site.api())
    gateway.root_path = "/models-api"
    token = site.issuer.token("fraud:predict")
    assert [gateway.call(f"/models-api{path}", token=token).status for path in (INFER, "/v2/models/churn/infer")] == [
        200,
        403,
    ]

"""Runs each recipe of docs/how-to/verify-tokens.md as a server, from the very text of the page."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from tests.support.gateways.free_address import free_address
from tests.support.gateways.oauth2_proxy import running_oauth2_proxy
from tests.support.project.checkout import ROOT
from tests.support.recipes.recipe_parts import (
    SOURCES,
    go_program,
    jars,
    java_tool,
    node,
    node_modules,
    python_packages,
)
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.patience import PATIENCE_S
from tools.bootstrap.quiet_run import run_quietly
from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from constructs_lib.declaration.endpoints import RealmEndpoints

__all__ = ["RECIPES", "Recipe"]

_PAGE = ROOT / "docs" / "how-to" / "verify-tokens.md"
_ISSUER, _AUDIENCE = "https://sso.example.com/realms/ml-served", "https://models.example.com"
_INFER = "/v2/models/fraud-detector/infer"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Recipe:
    """A recipe that runs.

    Attributes:
        url: Where it serves.
    """

    url: str

    @classmethod
    @contextmanager
    def serve(cls, name: str, folder: Path, endpoints: RealmEndpoints, audience: str) -> Iterator[Recipe]:
        """Run a recipe for a realm while the context is open.

        Args:
            name: Its heading on the page.
            folder: An empty folder.
            endpoints: URLs of the realm.
            audience: The API's `aud`.
        """
        blocks = {
            language: text.replace(_ISSUER, endpoints.issuer).replace(_AUDIENCE, audience)
            for language, text in _FENCE.findall(_section(name))
        }
        with RECIPES[name](folder, blocks) as listen:
            yield cls(f"http://{listen}")

    def status(self, token: str | None, scheme: str = "Bearer") -> int:
        """Call the model; return the status."""
        headers = {} if token is None else {"Authorization": f"{scheme} {token}"}
        return httpx.post(self.url + _INFER, headers=headers, trust_env=False, timeout=PATIENCE_S).status_code


def _section(name: str) -> str:
    """Return what stands below a heading."""
    sections = re.split(r"^## (.+)$", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(sections[1::2], sections[2::2], strict=True))[name]


@contextmanager
def _process(
    folder: Path, command: Callable[[str], Sequence[str]], variables: Mapping[str, str] | None = None
) -> Iterator[str]:
    listen = free_address()
    environment = {**os.environ, **(variables or {})}
    log = folder / "recipe.log"
    with running("The recipe", command(listen.rpartition(":")[2]), ready=listens(listen), log=log, env=environment):
        yield listen


def _python(folder: Path, blocks: Mapping[str, str], *, own_packages: bool) -> Mapping[str, str]:
    (folder / "recipe.py").write_text(blocks["py"], encoding="utf-8")
    packages = [str(python_packages())] if own_packages else []
    return {"PYTHONPATH": os.pathsep.join([str(folder), *packages])}


def _pyjwt(folder: Path, blocks: Mapping[str, str]) -> _Serving:
    variables = _python(folder, blocks, own_packages=False)
    return _process(folder, lambda port: [sys.executable, str(SOURCES / "python" / "serve_roles.py"), port], variables)


def _by_own_packages(folder: Path, blocks: Mapping[str, str]) -> _Serving:
    variables = _python(folder, blocks, own_packages=True)
    return _process(folder, lambda port: [sys.executable, str(SOURCES / "python" / "serve_roles.py"), port], variables)


def _middleware(folder: Path, blocks: Mapping[str, str]) -> _Serving:
    variables = _python(folder, blocks, own_packages=True)
    return _process(folder, lambda port: [sys.executable, "-m", "uvicorn", "recipe:app", "--port", port], variables)


def _node(folder: Path, blocks: Mapping[str, str], harness: str) -> _Serving:
    (folder / "node_modules").symlink_to(node_modules() / "node_modules")
    shutil.copy(SOURCES / "node" / "package.json", folder)
    shutil.copy(SOURCES / "node" / harness, folder)
    (folder / "recipe.js").write_text(blocks["js"], encoding="utf-8")
    return _process(folder, lambda port: [node(), str(folder / harness), port])


def _go(folder: Path, blocks: Mapping[str, str]) -> _Serving:
    for name in ("go.mod", "go.sum", "main.go"):
        shutil.copy(SOURCES / "go" / name, folder)
    (folder / "recipe.go").write_text(blocks["go"], encoding="utf-8")
    program = go_program(folder)
    return _process(folder, lambda port: [str(program), port])


def _spring(folder: Path, blocks: Mapping[str, str]) -> _Serving:
    (folder / "AccessTokens.java").write_text(blocks["java"], encoding="utf-8")
    (folder / "application.properties").write_text(blocks["properties"], encoding="utf-8")
    libraries = f"{jars()}/*"
    sources = [str(SOURCES / "java" / "Application.java"), str(folder / "AccessTokens.java")]
    compiler = [java_tool("javac"), "-cp", libraries, "-d", str(folder), *sources]
    log = ROOT / ".cache" / "logs" / "recipes-javac.log"
    run_quietly(compiler, "Compiling Spring's recipe", dict(os.environ), log, cwd=folder)
    fast = ("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dspring.main.banner-mode=off", "-Dserver.address=127.0.0.1")
    path = os.pathsep.join([str(folder), libraries])
    return _process(
        folder, lambda port: [java_tool("java"), *fast, f"-Dserver.port={port}", "-cp", path, "Application"]
    )


@contextmanager
def _oauth2_proxy(folder: Path, blocks: Mapping[str, str]) -> Iterator[str]:
    listen = free_address()
    with EchoServer() as upstream:
        settings = blocks["toml"].replace("127.0.0.1:4180", listen).replace("http://127.0.0.1:8000", upstream.url)
        (folder / "oauth2-proxy.cfg").write_text(settings, encoding="utf-8")
        with running_oauth2_proxy(folder / "oauth2-proxy.cfg", listen=listen):
            yield listen


if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    _Serving = AbstractContextManager[str]

RECIPES: Mapping[str, Callable[[Path, Mapping[str, str]], _Serving]] = {
    "PyJWT": _pyjwt,
    "Authlib": _by_own_packages,
    "jose (Node)": lambda folder, blocks: _node(folder, blocks, "serve_roles.js"),
    "express-jwt": lambda folder, blocks: _node(folder, blocks, "serve_app.js"),
    "go-oidc": _go,
    "Spring Security": _spring,
    "python-keycloak": _by_own_packages,
    "fastapi-keycloak-middleware": _middleware,
    "oauth2-proxy": _oauth2_proxy,
}
"""How each recipe is served, by its heading on the page."""

"""A real oauth2-proxy behind a real nginx, from the files that the project wrote."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.gateways.gateways import Answer, plain_client, request, send, written
from tests.support.servers.debian_packages import DebianPackages
from tools.go_program import go_program
from tools.supervised import listens, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.gateways.protected_api import ProtectedApi
    from tests.support.gateways.gateways import HeaderFields
    from tests.support.servers.echo_server import EchoServer

__all__ = ["OAuth2ProxyGateway", "nginx", "oauth2_proxy", "running_oauth2_proxy"]

_MODULE = Path(__file__).with_name("oauth2_proxy_module")
_PACKAGE = "github.com/oauth2-proxy/oauth2-proxy/v7"

# What the written file leaves to the operator; paths are relative to the folder, since tests are not root everywhere.
_NGINX = """\
daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include nginx.conf;
}
"""


def oauth2_proxy() -> Path:
    """Return the binary; the first call of a checkout builds it."""
    return go_program(_MODULE, _PACKAGE, "oauth2-proxy")


@contextmanager
def running_oauth2_proxy(config: Path, *, listen: str, settings: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run it from a file until it listens.

    Args:
        config: The file.
        listen: Where it listens.
        settings: More variables, `OAUTH2_PROXY_…`.
    """
    command = [str(oauth2_proxy()), "--config", str(config)]
    variables = {"OAUTH2_PROXY_COOKIE_SECRET": secrets.token_hex(16), **(settings or {})}
    with running("oauth2-proxy", command, ready=listens(listen), log=config.with_suffix(".log"), env=variables):
        yield


def nginx() -> tuple[list[str], dict[str, str]]:
    """Return the command that starts nginx, and its environment."""
    packages = DebianPackages.ensure("nginx", ["nginx-light"])
    return [str(packages.program("nginx")), "-e", "stderr"], packages.environment


@dataclass
class OAuth2ProxyGateway:
    """Both, running.

    Attributes:
        url: Where nginx listens.
        upstream: The server behind it.
    """

    url: str
    upstream: EchoServer

    @classmethod
    @contextmanager
    def start(cls, folder: Path, api: ProtectedApi, upstream: EchoServer) -> Iterator[OAuth2ProxyGateway]:
        """Run them from their files while the context is open."""
        files = written(folder, "oauth2-proxy", api)
        (folder / "main.conf").write_text(_NGINX, encoding="utf-8")
        command, environment = nginx()
        with ExitStack() as stack:
            stack.enter_context(running_oauth2_proxy(files["oauth2-proxy.cfg"], listen=api.gateway.auth_listen))
            stack.enter_context(
                running(
                    "nginx",
                    [*command, "-p", str(folder), "-c", "main.conf"],
                    ready=listens(api.gateway.listen),
                    log=folder / "nginx.log",
                    env=environment,
                )
            )
            yield cls(f"http://{api.gateway.listen}", upstream)

    def call(
        self,
        target: str,
        *,
        token: str | None = None,
        method: str = "POST",
        json: object | None = None,
        headers: HeaderFields = (),
    ) -> Answer:
        """Send a request."""
        message = request(self.url, method, target, token=token, json=json, headers=headers)
        with plain_client() as http:
            return send(message, self.upstream, http)

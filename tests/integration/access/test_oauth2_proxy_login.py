"""oauth2-proxy that logs people in by itself, with a session cookie, as an application of the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.props import ApplicationProps
from constructs_lib.declaration.secret_names import client_secret_name
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.people import ready_person
from tests.support.gateways.free_address import free_address
from tests.support.gateways.oauth2_proxy import running_oauth2_proxy
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.echo_server import EchoServer
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

# With `userinfo: true`, and without.
ASKING, PLAIN = "proxy", "plain-proxy"
LISTEN = {ASKING: free_address(), PLAIN: free_address()}


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """A confidential application for each proxy, and somebody."""
    applications = {
        name: ApplicationProps(
            type="confidential", redirect_uris=(f"http://{listen}/oauth2/callback",), userinfo=name == ASKING
        )
        for name, listen in LISTEN.items()
    }
    environment = (
        EnvironmentFiles()
        .load("dev")
        .model_copy(update={"applications": applications, "people": {"ada": ready_person("ada")}})
    )
    folder = tmp_path_factory.mktemp("proxy")
    live = LiveEnvironment.apply(environment, realm="proxy", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def logged_in(
    live: LiveEnvironment, private: PrivateSide, folder: Path, application: str, scope: str
) -> tuple[int, dict[str, str]]:
    """Log somebody in at a proxy; return the status of its callback, and what the server behind it was then told."""
    listen = LISTEN[application]
    with EchoServer() as upstream, httpx.Client(trust_env=False, timeout=PATIENCE_S) as browser:
        config = folder / f"{application}.cfg"
        config.write_text(
            f'http_address = "{listen}"\nupstreams = ["{upstream.url}/"]\nprovider = "oidc"\n'
            f'oidc_issuer_url = "{live.endpoints.issuer}"\noidc_enabled_signing_algs = ["ES256"]\n'
            f'client_id = "{application}"\nredirect_url = "http://{listen}/oauth2/callback"\n'
            f'code_challenge_method = "S256"\nscope = "{scope}"\nemail_domains = ["*"]\ncookie_secure = false\n',
            encoding="utf-8",
        )
        secret = {"OAUTH2_PROXY_CLIENT_SECRET": private.secret(client_secret_name(application))}
        with running_oauth2_proxy(config, listen=listen, settings=secret):
            start = browser.get(f"http://{listen}/oauth2/start")
            callback = browser.get(live.person("ada", application).callback(start.headers["location"]))
            if callback.status_code == httpx.codes.FOUND:
                assert browser.get(f"http://{listen}/models").status_code == httpx.codes.OK
        return callback.status_code, upstream.received[-1].headers if upstream.received else {}


def test_login_with_the_address_asked_for(live: LiveEnvironment, private: PrivateSide, tmp_path: Path) -> None:
    """With `userinfo: true` and the scope `email` the proxy learns the address, and has a session."""
    status, headers = logged_in(live, private, tmp_path, ASKING, "openid email")
    assert (status, headers["x-forwarded-email"]) == (302, "ada@example.com")


@pytest.mark.parametrize(("application", "scope"), [(ASKING, "openid"), (PLAIN, "openid email")])
def test_login_without_the_address_fails(
    live: LiveEnvironment, private: PrivateSide, tmp_path: Path, application: str, scope: str
) -> None:
    """Without the scope, or without `userinfo`, nothing says the address: the proxy answers 500, and lets nobody in."""
    assert logged_in(live, private, tmp_path, application, scope) == (500, {})

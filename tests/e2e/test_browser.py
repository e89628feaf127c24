"""A person logs in through Keycloak's own page, in a real browser, and calls a model through a real Envoy."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.people.browser import open_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.gateways.gateways import Gateway
    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = pytest.mark.e2e

PREDICT = "model.fraud-detector.predict"


def test_person_logs_in_and_calls_a_model(demo: LiveEnvironment, guards: Mapping[str, Gateway]) -> None:
    """A wrong password leads nowhere; the right one, by code and PKCE, to a token for what was asked for alone."""
    ada, verifier = demo.person("ada"), secrets.token_urlsafe(48)
    with open_page() as page:
        page.goto(ada.authorization_url(verifier, PREDICT))
        page.fill("#username", ada.username)
        page.fill("#password", "not-the-password")
        page.click("#kc-login")
        page.wait_for_selector("[id^=input-error]")
        page.fill("#password", ada.password)
        with page.expect_request(lambda request: request.url.startswith(ada.redirect_uri)) as returned:
            page.click("#kc-login")
        (code,) = parse_qs(urlsplit(returned.value.url).query)["code"]
    token = demo.tokens.token(ada.redeem(code, verifier)).text
    envoy = guards["envoy"]
    answers = {model: envoy.call(f"/v2/models/{model}/infer", token=token).status for model in demo.environment.models}
    assert dict.fromkeys(demo.environment.models, 403) | {"fraud-detector": 200} == answers

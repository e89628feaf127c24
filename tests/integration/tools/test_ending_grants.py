"""Grants that end: deployed, the day passes, deployed again, and no token holds the role any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from tests.support.tokens.access_tokens import Verifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "ml-ending"
# Not the day itself: the test may run across midnight.
LAST_DAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)  # not two: a run may go past midnight
AFTERWARDS = {"MLAPI_TODAY": str(LAST_DAY + dt.timedelta(days=1))}
ENDING = f"{{actions: [predict], until: {LAST_DAY}, reason: a trial of the new model}}"
ENVIRONMENT = f"""\
keycloak: {{url: 'http://127.0.0.1:8080'}}
realm: {{name: {REALM}}}
api: {{client_id: my-api}}
models: {{spam: {{}}, fraud: {{}}}}
consumers:
  batch: {{grants: {{spam: [predict], fraud: {ENDING}}}}}
  trial: {{grants: {{"*": {ENDING}}}}}
groups:
  testers: {{fraud: {ENDING}}}
people:
  ada: {{email: ada@example.com, first_name: Ada, last_name: Lovelace, groups: [testers], grants: {{spam: [predict]}}}}
  alan: {{email: alan@example.com, first_name: Alan, last_name: Turing, grants: {{fraud: {ENDING}}}}}
applications:
  notebook: {{redirect_uris: ['http://127.0.0.1:8888/callback']}}
"""


@pytest.fixture(scope="module")
def deployed(checkout: Checkout, keycloak: KeycloakServer) -> Iterator[Checkout]:
    """The environment, deployed while its grants hold; at the end its realm is deleted."""
    checkout.declare("mine", ENVIRONMENT)
    result = checkout.tools("deploy", "mine")
    assert result.returncode == 0, result.stdout + result.stderr
    (line,) = (line for line in result.stderr.splitlines() if "to group testers" in line)
    assert f": environment 'mine': grant of fraud:predict to group testers ends on {LAST_DAY}, in " in line
    yield checkout
    keycloak.admin.delete_realm(REALM)


def test_role_is_gone_from_the_next_token(deployed: Checkout, keycloak: KeycloakServer) -> None:
    """Consumers, members of groups and people hold the role on its last day; the deployment after it takes it away.

    What was granted for good stays, and nothing is left to change.
    """
    verifier = Verifier.of_realm(RealmEndpoints(keycloak.url, REALM))

    def roles(principal: str, scope: str, **variables: str) -> list[str] | str:
        result = deployed.tools("token", principal, "mine", "--scope", scope, **variables)
        if result.returncode:
            return result.stderr
        response = httpx.Response(200, json={"access_token": result.stdout.strip()})
        return sorted(verifier.roles(response))

    both = "model.spam.predict model.fraud.predict"
    assert [roles(name, both) for name in ("batch", "trial", "ada", "alan")] == [
        ["fraud:predict", "spam:predict"],
        ["fraud:predict", "spam:predict"],
        ["fraud:predict", "spam:predict"],
        ["fraud:predict"],
    ]

    result = deployed.tools("deploy", "mine", **AFTERWARDS)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (
        f"grant of fraud:predict to group testers ended on {LAST_DAY}, and is not deployed: remove it" in result.stderr
    )

    assert roles("batch", "model.spam.predict", **AFTERWARDS) == ["spam:predict"]
    assert roles("ada", both, **AFTERWARDS) == ["spam:predict"]
    assert roles("alan", both, **AFTERWARDS) == []
    for consumer, scope in (("batch", "model.fraud.predict"), ("trial", both)):
        refusal = roles(consumer, scope)
        assert "invalid_scope" in refusal or "model.fraud.predict" in refusal

    settled = deployed.tools("diff", "mine", **AFTERWARDS)
    assert (settled.returncode, "No changes." in settled.stdout) == (0, True), settled.stdout + settled.stderr


def test_day_that_has_passed_is_refused(deployed: Checkout) -> None:
    """Nobody deploys what has ended by an earlier day."""
    result = deployed.tools("deploy", "mine", MLAPI_TODAY="2020-01-01")
    assert result.returncode == 2
    assert "MLAPI_TODAY is 2020-01-01, which has passed: write " in result.stderr
    assert "Traceback" not in result.stderr

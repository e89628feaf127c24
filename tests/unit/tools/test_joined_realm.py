"""What is said of a realm that is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.realm_names import with_realm_names
from stacks.environment import Environment
from tests.support.declarations.declarations import declare
from tests.support.declarations.joined import joined
from tools.errors import ToolError
from tools.joined_realm import check_joined_realm, shortfalls
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

URL = "https://sso.example.com"
GOOD: dict[str, Any] = {
    "enabled": True,
    "sslRequired": "all",
    "revokeRefreshToken": True,
    "refreshTokenMaxReuse": 0,
    "bruteForceProtected": True,
    "failureFactor": 5,
    "registrationAllowed": False,
    "editUsernameAllowed": False,
    "accessCodeLifespan": 60,
    "passwordPolicy": "length(12)",
    "realm": "corp",
}
RECORDED = {"eventsEnabled": True, "adminEventsEnabled": True}
RSA = {"algorithm": "RS256", "use": "SIG", "status": "ACTIVE"}


class Keycloak(KeycloakAdmin):
    """Answers what a realm's owner may have set: an answer that no server gives cannot be asked for."""

    def __init__(self, **answers: object) -> None:
        super().__init__(URL, user="u", password="p")
        self._answers = {
            "realms/corp": GOOD,
            "realms/corp/keys": {"keys": [RSA]},
            "realms/corp/client-scopes": [{"name": "basic"}, {"name": "service_account"}],
            "realms/corp/events/config": RECORDED,
        } | {f"realms/corp{path.replace('_', '/')}": answer for path, answer in answers.items()}

    def find(self, path: str, **_: str) -> Any:  # noqa: ANN401 - JSON
        """Answer, or refuse."""
        answer = self._answers[path]
        if isinstance(answer, ToolError):
            raise answer
        return answer


def environment(declaration: Declaration | None = None, **values: Any) -> Environment:  # noqa: ANN401 - keys
    """Return an environment that joins the realm."""
    declared = declaration or joined({"prefix": "ml"}, **values)
    data = declared.model_dump(exclude_unset=True, by_alias=True)
    return with_realm_names(Environment.model_validate({**data, "keycloak": {"url": URL}}))


def told(changed: dict[str, Any], **values: Any) -> list[str]:  # noqa: ANN401 - keys
    """Return what is said of a realm with other settings."""
    lines = shortfalls(environment(**values), Keycloak(**{"": {**GOOD, **changed}}))
    assert not lines or lines[0].startswith("Realm 'corp' is not ours, and falls short of what is promised here")
    return lines[1:]


@pytest.mark.parametrize(
    ("changed", "fault", "remedy"),
    [
        ({"sslRequired": "external"}, "requests without TLS", "choose All requests as Require SSL"),
        ({"revokeRefreshToken": False}, "works again and again", "turn on Revoke Refresh Token"),
        ({"refreshTokenMaxReuse": 3}, "works 3 more times", "set Refresh Token Max Reuse to 0"),
        ({"bruteForceProtected": False}, "guessed without end", "choose Lockout temporarily"),
        ({"failureFactor": 500}, "after 500 wrong passwords", "set Max Login Failures to 5"),
        ({"registrationAllowed": True}, "registers by the username", "turn off User registration"),
        ({"editUsernameAllowed": True}, "takes the username", "turn off Edit username"),
        ({"accessCodeLifespan": 300}, "code works for 300 s", "set Client Login Timeout to 1 minute"),
        ({"passwordPolicy": "length(8)"}, "short passwords", "add Minimum length 12"),
        ({"passwordPolicy": None}, "short passwords", "add Minimum length 12"),
        (
            {"attributes": {"frontendUrl": "https://id.example.com/"}},
            "issued by https://id.example.com",
            "set keycloak",
        ),
        ({"bruteForceProtected": None}, "not known whether it does for bruteForceProtected", "give the deployer view"),
    ],
)
def test_what_falls_short_is_said_with_its_remedy(changed: dict[str, Any], fault: str, remedy: str) -> None:
    """One line a setting: what comes of it, and what the owner does; what cannot be read is said as well."""
    (line,) = told(changed)
    assert fault in line
    assert remedy in line


def test_offline_sessions_are_judged_where_somebody_may_have_one() -> None:
    """Without an application that may ask for offline access, the realm may keep them as it likes."""
    application = {"redirect_uris": ["https://ui.example.com/cb"], "offline_access": True}
    endless = {"offlineSessionMaxLifespanEnabled": False}
    assert told(endless) == []
    assert ["Offline Session Max Limited" in line for line in told(endless, applications={"ui": application})] == [True]


def test_a_realm_that_has_it_all_is_not_spoken_of() -> None:
    """Neither is one of ours."""
    assert told({}) == []
    assert shortfalls(environment(declare()), Keycloak()) == []


def test_events_that_nobody_may_read_are_unknown() -> None:
    """What the deployer is refused is no proof."""
    refused = ToolError("no", exit_code=2)
    lines = shortfalls(environment(), Keycloak(_events_config=refused))
    assert "eventsEnabled, adminEventsEnabled" in lines[-1]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"": None}, "has no realm 'corp', which has its owner elsewhere: ask them for it"),
        ({"": {**GOOD, "enabled": False}}, "realm 'corp' is disabled, and nobody gets a token there"),
        ({"_keys": {"keys": [{**RSA, "algorithm": "ES256"}]}}, "has no active key for RS256.*write ES256, or let its"),
        ({"_keys": {"keys": [{**RSA, "status": "PASSIVE"}]}}, "has no active key for RS256.*write another"),
        ({"_client-scopes": [{"name": "basic"}]}, "has no client scope 'service_account'"),
    ],
)
def test_a_realm_without_what_tokens_need_is_refused(answers: dict[str, Any], fault: str) -> None:
    """Before anything is planned: no token of ours could be issued."""
    with pytest.raises(ToolError, match=fault) as refused:
        check_joined_realm(environment(), Keycloak(**answers))
    assert refused.value.exit_code == 2

"""KC-REALM-ATTRIBUTE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import OpenMap
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["RealmAttributes"]

_ADDRESSES = ("frontendurl", "adminurl", "hostname")
# How the attributes begin in which Keycloak 26 keeps what arguments say, and rules read there.
_SETTINGS = (
    *("_browser_header", "actiontokengenerated", "adminpermissions", "bruteforce", "client-policies"),
    *("clientofflinesession", "clientsession", "defaultsignaturealgorithm", "failurefactor", "firstbrokerloginflow"),
    *("maxdeltatime", "maxfailurewait", "maxsecondaryauthfailures", "maxtemporarylockouts", "minimumquickloginwait"),
    *("oauth2device", "offlinesession", "organizationsenabled", "permanentlockout", "quicklogincheck"),
    *("realmreusableotpcode", "scimapi", "verifiablecredentials", "waitincrement", "webauthnpolicy"),
)


class RealmAttributes(Rule):
    """What changes a realm stands in arguments that rules read."""

    id = "KC-REALM-ATTRIBUTE"
    info = "a realm attribute that no rule reads"
    why = (
        "Keycloak keeps many settings as attributes: what passkeys prove, when an account is locked, client policies. "
        "`frontendUrl` is the issuer of tokens and the address in mails and login pages: at another host, that host "
        "gets passwords and codes."
    )
    source = "Keycloak Admin REST API 'RealmRepresentation', Keycloak guide 'Configuring the hostname'"
    remedy = "use the argument of the realm that means the same, and set the server's address at the server"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to addresses and to what arguments say; warn of every other attribute."""
        for realm in configuration.resources("keycloak_realm"):
            attributes = realm.value("attributes")
            if attributes is None:
                continue
            names = [*attributes] if isinstance(attributes, dict) else ["…"]
            if isinstance(attributes, OpenMap):
                names.append("…")
            for name in names:
                level = None if name.lower().startswith((*_ADDRESSES, *_SETTINGS, "…")) else Level.WARNING
                yield Violation(realm.subject, f"attribute '{name}' is set", level)

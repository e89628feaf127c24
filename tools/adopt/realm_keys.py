"""What the keys of `realm` say of a realm that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props import BruteForceProps, LifespanProps, LoginProps, RealmProps, SmtpProps
from constructs_lib.declaration.required_actions import TERMS, self_service
from tools.adopt.draft import accepted, duration
from tools.realm_attributes import own_attributes

if TYPE_CHECKING:
    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["realm_keys"]

_LIFESPANS = {
    "access_code": "accessCodeLifespan",
    "access_token": "accessTokenLifespan",
    "session_idle": "ssoSessionIdleTimeout",
    "session_max": "ssoSessionMaxLifespan",
    "offline_idle": "offlineSessionIdleTimeout",
    "offline_max": "offlineSessionMaxLifespan",
    "invitation": "actionTokenGeneratedByAdminLifespan",
}


def realm_keys(snapshot: Snapshot) -> dict[str, Any]:
    """Return the mapping `realm`.

    Args:
        snapshot: The realm.
    """
    realm, events = snapshot.realm, snapshot.others["events"]
    spans: dict[str, object] = {key: duration(realm.get(name)) for key, name in _LIFESPANS.items()}
    spans["offline_end"] = bool(realm.get("offlineSessionMaxLifespanEnabled"))
    lifespans = accepted(LifespanProps, {}, spans)
    return accepted(
        RealmProps,
        {"name": realm["realm"]},
        {
            "display_name": realm.get("displayName") or None,
            "enabled": bool(realm.get("enabled", True)),
            "ssl_required": realm.get("sslRequired"),
            "signature_algorithm": realm.get("defaultSignatureAlgorithm") or "RS256",
            "login": _login(snapshot),
            "lifespans": lifespans or None,
            "brute_force": _brute_force(realm) or None,
            "revoke_refresh_token": bool(realm.get("revokeRefreshToken")),
            "refresh_token_max_reuse": int(realm.get("refreshTokenMaxReuse") or 0),
            "password_policy": realm.get("passwordPolicy") or "",
            "event_retention": duration(events.get("eventsExpiration")),
            # A realm's own rules would refuse clients that were there before them.
            "client_policies": False,
            "smtp": _smtp(realm),
            "attributes": own_attributes(realm),
        },
    )


def _login(snapshot: Snapshot) -> dict[str, Any] | None:
    realm = snapshot.realm
    has_mail = _smtp(realm) is not None
    terms: Entry = next((each for each in snapshot.others["required actions"] if each["alias"] == TERMS), {})
    there = {str(each["alias"]) for each in snapshot.others["required actions"]}
    found = accepted(
        LoginProps,
        {},
        {
            # An older Keycloak lacks some of what is restricted; how the others were is kept.
            "restrict_self_service": there.issuperset(each.alias for each in self_service(LoginProps())),
            "login_with_email": bool(realm.get("loginWithEmailAllowed")),
            "reset_password": bool(realm.get("resetPasswordAllowed")) if has_mail else None,
            "remember_me": bool(realm.get("rememberMe")),
            "registration": bool(realm.get("registrationAllowed")),
            "edit_username": bool(realm.get("editUsernameAllowed")),
            "duplicate_emails": bool(realm.get("duplicateEmailsAllowed")),
            "terms": bool(terms.get("enabled") and terms.get("defaultAction")),
            "locales": _locales(realm) or None,
        },
    )
    # Left out, it depends on where Keycloak runs.
    return {"verify_email": bool(realm.get("verifyEmail")) and has_mail, **found}


def _locales(realm: Entry) -> list[str]:
    if not realm.get("internationalizationEnabled"):
        return []
    first, others = str(realm.get("defaultLocale")), sorted(map(str, realm.get("supportedLocales", ())))
    return [first, *(each for each in others if each != first)] if first in others else others


def _brute_force(realm: Entry) -> dict[str, Any]:
    if not realm.get("bruteForceProtected"):
        return accepted(BruteForceProps, {}, {"enabled": False})
    return accepted(
        BruteForceProps,
        {},
        {
            "max_failures": realm.get("failureFactor"),
            "wait": duration(realm.get("waitIncrementSeconds")),
            "max_wait": duration(realm.get("maxFailureWaitSeconds")),
            "reset_after": duration(realm.get("maxDeltaTimeSeconds")),
            "permanent_lockout": bool(realm.get("permanentLockout")),
        },
    )


def _smtp(realm: Entry) -> dict[str, Any] | None:
    server = realm.get("smtpServer") or {}
    if not server.get("host") or not server.get("from"):
        return None
    encryption = "tls" if server.get("ssl") == "true" else "starttls" if server.get("starttls") == "true" else "none"
    has_login = server.get("auth") == "true" and server.get("user")
    port = str(server.get("port"))
    try:
        return accepted(
            SmtpProps,
            {"host": server["host"], "sender": server["from"], "encryption": encryption},
            {
                "port": int(port) if port.isdigit() else 25,
                "sender_name": server.get("fromDisplayName"),
                "auth": {"username": server["user"]} if has_login else None,
            },
        )
    except ValueError:
        return None

"""What the settings of an environment mean to those who review a change of them.

A setting that no rule knows is reported as it is: what nobody thought of must not pass unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SettingRule", "rule_for"]

Risky = Literal["more", "less", "true", "false", "added", "kept", "any", "never"]
"""What makes it easier to get a token, or to use one: a larger or a smaller value, `true`, `false`, one more item, any
change, or none; of what is kept from before, all but its end."""


@dataclass(frozen=True)
class SettingRule:
    """A setting.

    Attributes:
        pattern: Keys that lead to it; `*` stands for any one, `**` at the end for all below.
        label: What it is called; `{key}` stands for the last of the keys, `{keys}` for all but the first two.
        risky: What makes it riskier.
        hidden: Its values are not shown.
    """

    pattern: str
    label: str
    risky: Risky = "never"
    hidden: bool = False

    def matches(self, path: Sequence[str]) -> bool:
        """Tell whether it is about the value at a path."""
        keys = self.pattern.split("/")
        if keys[-1] == "**":
            keys, path = keys[:-1], path[: len(keys) - 1]
        return len(keys) == len(path) and all(key in ("*", part) for key, part in zip(keys, path, strict=True))


def _rules(risky: Risky, *named: tuple[str, str]) -> tuple[SettingRule, ...]:
    return tuple(SettingRule(pattern, label, risky) for pattern, label in named)


# What no declaration has a key for, and a plan takes back where somebody changed it by hand.
_PLANNED = (
    *_rules(
        "added",
        ("realm/default_roles", "role that everybody has:"),
        ("*/*/scopes_beyond", "scope that it may ask for beside its models':"),
    ),
    *_rules(
        "true",
        ("*/*/full_scope_allowed", "every role in its tokens"),
        ("api/full_scope_allowed", "every role in its tokens"),
        ("*/*/standard_flow_enabled", "login of people"),
        ("*/*/implicit_flow_enabled", "implicit flow"),
        ("api/implicit_flow_enabled", "implicit flow"),
        ("*/*/direct_access_grants_enabled", "password grant"),
        ("*/*/service_accounts_enabled", "tokens of its own"),
    ),
)

_RULES = (
    *_rules(  # before the rules of what they look like
        "false",
        ("realm/revoke_refresh_token", "refresh tokens that work once"),
        ("realm/lifespans/offline_end", "end of offline sessions"),
        ("realm/brute_force/enabled", "lockout after wrong passwords"),
    ),
    SettingRule("consumers/*/auth/jwks", "public key", "added", hidden=True),
    SettingRule("consumers/*/auth/certificate", "certificate", "added", hidden=True),
    SettingRule("consumers/*/auth/client_secret", "its secret", hidden=True),
    SettingRule("identity_providers/*/signing_certificate", "certificate", "added", hidden=True),
    SettingRule("people/*/email", "the e-mail address that mails with links go to", "any", hidden=True),
    *_rules(
        "added",
        ("*/*/redirect_uris", "redirect URI"),
        ("api/redirect_uris", "redirect URI"),
        ("*/*/post_logout_redirect_uris", "post-logout redirect URI"),
        ("*/*/web_origins", "web origin"),
        ("api/web_origins", "web origin"),
        ("consumers/*/exchange/from_", "application whose people's tokens it may trade:"),
        ("models/*/open_to", "team whose file may grant it:"),
        ("realm/compatibility/realm_access", "realm role in tokens:"),
        ("realm/client_registration/redirect_hosts", "host of clients that register themselves:"),
        ("realm/client_registration/scopes/*", "what clients register for, with {key}:"),
        ("models/*/tools/*", "tool that {key} opens:"),
        ("gateway/mcp/methods", "MCP method that any role opens:"),
        ("gateway/open", "kind of requests that need no token:"),
        ("gateway/paths/health", "route that may need no token"),
        ("gateway/paths/metrics", "route that may need no token"),
        ("gateway/paths/actions/*", "route"),
        ("consumers/*/auth/credentials", "client"),
    ),
    *_rules(
        "more",
        ("realm/lifespans/*", "lifespan {key}"),
        ("applications/*/lifespans/*", "lifespan {key}"),
        ("api/lifespans/*", "lifespan {key}"),
        ("consumers/*/access_token_lifespan", "lifespan of access tokens"),
        ("realm/brute_force/max_failures", "wrong passwords before a lockout"),
        ("realm/refresh_token_max_reuse", "uses of a refresh token beyond the first"),
        ("realm/client_registration/max_clients", "clients with which no other registers itself"),
        ("gateway/clock_skew", "clock skew that the gateway allows"),
        ("gateway/key_cache", "time that the gateway keeps keys"),
    ),
    *_rules(
        "less",
        ("realm/brute_force/wait", "wait after a lockout"),
        ("realm/brute_force/max_wait", "longest wait after lockouts"),
        ("realm/brute_force/reset_after", "time until wrong passwords are forgotten"),
    ),
    *_rules(
        "true",
        ("api/standard_flow", "login to the API's own client"),
        ("api/direct_access_grants", "password grant"),
        ("api/service_accounts", "tokens for the API's own client"),
        ("api/introspection", "the API's client as audience"),
        ("api/resource_parameter", "audience that resource names, with the API's client beside it"),
        ("realm/compatibility/resource_access", "roles in tokens under resource_access, too"),
        ("applications/*/offline_access", "offline access"),
        ("realm/client_registration/offline_access", "offline access of clients that register themselves"),
        ("applications/*/userinfo", "tokens that open userinfo, with name and e-mail"),
        ("applications/*/groups_claim", "claim groups"),
        ("identity_providers/*/trust_email", "trust in its e-mail addresses"),
        ("federation/*/trust_email", "trust in its e-mail addresses"),
        ("federation/*/groups/nested", "members of groups within groups"),
        ("workload_issuers/*/reusable_tokens", "tokens that may be shown again"),
        ("realm/login/reset_password", "forgotten passwords"),
        ("realm/login/remember_me", "remembered logins"),
        ("realm/login/registration", "registration"),
        ("realm/login/edit_username", "usernames that people change"),
        ("realm/login/duplicate_emails", "e-mail addresses that several people have"),
        ("realm/brute_force/permanent_lockout", "lockout until an administrator ends it"),
        ("people/*/email_verified", "address that counts as proven"),
        ("external_people", "people whom others put into groups"),
        ("*/enabled", "enabled"),
        ("*/*/enabled", "enabled"),
    ),
    *_rules(
        "false",
        ("applications/*/consent", "consent"),
        ("applications/*/pushed_requests", "pushed authorization requests"),
        ("consumers/*/dpop", "tokens bound to a key (DPoP)"),
        ("consumers/*/exchange/delegation", "claim act, by which gateways know who acts,"),
        ("realm/login/verify_email", "proof of e-mail addresses"),
        ("realm/login/terms", "terms"),
        ("realm/client_policies", "client policies"),
        ("people/*/temporary_password", "password that must be changed"),
        ("federation/*/start_tls", "StartTLS"),
    ),
    *_rules(
        "kept",
        ("kept/secrets", "secret of before, of"),
        ("kept/passwords", "password of before, of person"),
        ("kept/settings/**", "value of before, {keys}"),
    ),
    *_PLANNED,
    *_rules(
        "any",
        ("keycloak/url", "Keycloak's address, and the issuer of every token"),
        ("realm/name", "realm, and the issuer of every token"),
        ("realm/attributes/**", "attribute {key}"),
        ("realm/ssl_required", "requests that need TLS"),
        ("realm/signature_algorithm", "signature algorithm"),
        ("realm/password_policy", "password policy"),
        ("api/audience", "audience of every token"),
        ("api/access_role", "role that opens every model"),
        ("api/kind", "kind of the API, and what its gateway decides by"),
        ("models/*/api", "API that serves it, whose tokens open it,"),
        ("models/*/roles/*", "role that allows {key}"),
        ("consumers/*/auth/jwks_url", "address of its keys"),
        ("consumers/*/auth/algorithm", "algorithm of its assertions"),
        ("consumers/*/auth/issuer", "issuer of its tokens"),
        ("consumers/*/auth/subject", "subject of its tokens"),
        ("consumers/*/auth/subject_dn", "subject of its certificate"),
        ("applications/*/type", "type"),
        ("people/*/invite", "invitation by a mail with a link that sets the password"),
        ("workload_issuers/*/**", "{key}"),
        ("identity_providers/*/**", "{key}"),
        ("federation/*/**", "{key}"),
        ("gateway/tls/**", "TLS {key}"),
        ("gateway/paths/**", "paths {key}"),
        ("gateway/mlflow_application", "application of MLflow"),
        ("backend/**", "place of the state, which holds secrets"),
        ("secret_storage", "place of clients' secrets"),
    ),
)

# What neither lets anybody in nor shapes a token.
_IGNORED = (
    *("extends", "*/description", "*/*/description", "*/display_name", "*/*/display_name", "*/secret_rotation"),
    *("*/*/secret_rotation", "*/*/auth/secret_rotation", "renamed_groups/**", "*/*/renamed_from"),
    "api/renamed_from",
    *("realm/login/locales", "realm/event_retention", "realm/scopes_in_discovery", "realm/smtp/sender_name"),
    *("api/base_url", "api/admin_url"),
    *("gateway/mcp/first/**", "gateway/mcp/path"),
    *("gateway/presets", "gateway/listen", "gateway/auth_listen", "gateway/kubernetes/**", "gateway/public_url"),
    *("federation/*/sync/**", "federation/*/connection_timeout", "federation/*/read_timeout"),
)

# What is told by principal, in the words of the access policy.
_GRANTED = (
    *("consumers/*/grants/**", "consumers/*/every_model", "consumers/*/exchange/models/**", "groups/**"),
    *("people/*/grants/**", "people/*/groups", "people/*/every_model", "second_factor/**"),
    *("federation/*/groups/map/**", "identity_providers/*/claims/**", "access_rules/**"),
)

_SINGLE = ("realm", "api", "gateway", "keycloak", "backend")

_PASSED_OVER = tuple(SettingRule(pattern, "") for pattern in (*_IGNORED, *_GRANTED))


def rule_for(path: Sequence[str]) -> SettingRule | None:
    """Return what a setting means; None where it is told otherwise, or has no part in access.

    Args:
        path: Keys that lead to it, from the part that a team or the environment declares.
    """
    path = _as_if_alone(path)
    if any(rule.matches(path) for rule in _PASSED_OVER):
        return None
    found = next((rule for rule in _RULES if rule.matches(path)), None)
    return found or SettingRule("/".join(path), " ".join(path[1:] if path[0] in _SINGLE else path[2:]) or path[-1])


def _as_if_alone(path: Sequence[str]) -> Sequence[str]:
    """Return where a setting of one of several APIs would be if it were the only one."""
    if path[0] != "apis" or len(path) < 3:  # noqa: PLR2004 - its name, and a key
        return path
    return path[2:] if path[2] == "gateway" else ("api", *path[2:])

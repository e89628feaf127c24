"""The realm: names, login, lifespans, passwords and keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.client_registration import ClientRegistrationProps
from constructs_lib.declaration.props.compatibility import CompatibilityProps
from constructs_lib.declaration.props.email import SmtpProps
from constructs_lib.declaration.props.lifespans import LifespanProps
from constructs_lib.declaration.props.server_limits import LargestNumber, PasswordPolicy, ShortText
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import Duration, Flag, RealmName, WholeNumber

__all__ = ["BruteForceProps", "LoginProps", "NamePrefix", "RealmProps"]


_ELSEWHERE = "elsewhere"

Locale = Annotated[
    str,
    TextPattern(
        "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?",
        "a locale is a language tag such as 'en', 'pt-BR' or 'zh-Hans'",
        examples=("en", "de", "pt-BR"),
    ),
]


AttributeKey = Annotated[
    str,
    TextPattern(
        "[A-Za-z][A-Za-z0-9._-]{0,254}",
        "a realm attribute has 1 to 255 letters, digits, '.', '_' or '-'",
        examples=("frontendUrl", "acr.loa.map"),
    ),
    # An attribute of that name would be set twice, or get past the checks of another key.
    TextPattern(
        "(?!_browser_header|bruteForce|ciba|client|oauth2|par|webAuthn).+",
        "Keycloak keeps in this attribute what other settings say: remove it",
    ),
]


NamePrefix = Annotated[
    str,
    TextPattern(
        "[a-z][a-z0-9]{0,15}(?:-[a-z0-9]{1,15}){0,2}",
        "a prefix is part of client ids: use lower-case letters, digits and single '-', such as 'ml-dev'",
        examples=("ml-dev",),
    ),
]


class LoginProps(Props):
    """What the login page offers, and what an account's e-mail address must be."""

    verify_email: Flag = True
    """People must prove their e-mail address before their first login; needs `smtp`. Left out in an environment on
    this machine without `smtp`, it is false."""
    login_with_email: Flag = True
    """People may log in with their e-mail address."""
    reset_password: Flag = False
    """The login page offers "Forgot password"; needs `smtp`."""
    remember_me: Flag = False
    """The login page offers "Remember me"."""
    registration: Flag = False
    """The login page offers "Register": anybody makes an account. For adopted realms."""
    edit_username: Flag = False
    """People may change their usernames. For adopted realms."""
    duplicate_emails: Flag = False
    """Two accounts may have one e-mail address, with which nobody may log in then. For adopted realms."""
    restrict_self_service: Flag = True
    """People change their e-mail address by a mail to the new one alone, and register no passkey for logins without a
    password and no recovery codes, which count as no second factor. The mail takes `verify_email` before provider 5.2.
    `false` leaves all of it to Keycloak; for Keycloak before 26.4."""
    terms: Flag = False
    """People accept the terms before they first use their account; the login theme, or the realm, has the text."""
    locales: tuple[Locale, ...] = ()
    """Languages of the login page and of mails, as tags (RFC 5646); the first is for whoever asks for none of them.
    Left out, all is in English."""

    @field_validator("locales")
    @classmethod
    def _once_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError(f"name each locale once, got '{', '.join(value)}'")
        return value


class BruteForceProps(Props):
    """Temporary lockout after wrong passwords (`keycloak_realm`, block `brute_force_detection`)."""

    max_failures: WholeNumber = Field(default=5, ge=1, le=LargestNumber)
    """Wrong passwords before an account is locked for a while."""
    wait: Duration = "1m"
    """Added wait at each further lockout."""
    max_wait: Duration = "15m"
    """Longest wait."""
    reset_after: Duration = "12h"
    """Failures are forgotten after this."""
    permanent_lockout: Flag = False
    """An account stays locked until an administrator unlocks it: whoever knows a username can lock its owner out. For
    adopted realms."""
    enabled: Flag = True
    """`false`, for adopted realms: passwords can be guessed without limit, as by Keycloak's default."""


class RealmProps(Props):
    """A Keycloak realm for ML serving APIs, with secure defaults (`keycloak_realm`)."""

    name: RealmName
    """Name of the realm, part of its issuer URL."""
    owner: Literal["here", "elsewhere"] = "here"
    """`elsewhere` joins a realm that somebody else made and owns: what is declared is added to it, and nothing else of
    it is touched. Keys that decide about the realm as a whole are refused then; what the realm lacks of our guarantees
    is said at each plan."""
    prefix: NamePrefix | None = None
    """In a realm that is joined, what the names of clients, client scopes and the parent group begin with: `ml-dev`
    makes `ml-dev-batch` of the consumer `batch`. Two environments in one realm need two prefixes."""
    display_name: ShortText | None = None
    """Name shown on the login page; defaults to `name`."""
    enabled: Flag = True
    """A disabled realm issues no token."""
    ssl_required: Literal["all", "external", "none"] = "all"
    """Which requests need TLS; `external` spares loopback and private addresses, `all` makes http URLs an error, but
    for loopback addresses of public applications (RFC 8252 section 7.3). Left out in an environment whose
    `keycloak.url` is plain http on this machine, it is `external`."""
    revoke_refresh_token: Flag = True
    """A refresh token works once, and each answer brings the next (ASVS 10.4.5). `false`, for adopted realms: it works
    until it expires, as by Keycloak's default."""
    refresh_token_max_reuse: WholeNumber = Field(default=0, ge=0, le=LargestNumber)
    """How often a refresh token that was used already is taken again. For adopted realms."""
    signature_algorithm: Literal["ES256", "ES384", "ES512", "PS256", "RS256"] = "ES256"
    """Algorithm that signs tokens (RFC 8725 section 3.1: asymmetric). In a realm that is joined, that of our clients
    alone, by default RS256: the realm needs an active key for it."""
    login: LoginProps = Field(default_factory=LoginProps)
    """Login page and e-mail policy."""
    lifespans: LifespanProps = Field(default_factory=LifespanProps)
    """Token and session lifespans; in a realm that is joined, those of our clients."""
    brute_force: BruteForceProps = Field(default_factory=BruteForceProps)
    """Lockout after wrong passwords."""
    password_policy: PasswordPolicy = "length(12) and notUsername and notEmail and passwordHistory(3)"  # noqa: S105 - a rule
    """Keycloak password policy of local accounts."""
    event_retention: Duration = "30d"
    """How long login and admin events are kept."""
    scopes_in_discovery: Flag = False
    """The public discovery document lists the scopes of models; before provider 5.9 it does in any case."""
    client_policies: Flag = True
    """The realm itself refuses clients that fall short, also when made by hand; with provider 5.3 and newer."""
    client_registration: ClientRegistrationProps | None = None
    """What may register itself as a client, with an initial access token; left out, nothing. Provider 5.9 and newer."""
    smtp: SmtpProps | None = None
    """Mail server; left out, the realm sends no mail."""
    compatibility: CompatibilityProps = Field(default_factory=CompatibilityProps)
    """Claims of before, in tokens beside ours."""
    attributes: dict[AttributeKey, str] = Field(default_factory=dict)
    """Attributes of the realm that no other key sets, by Keycloak's names, such as `frontendUrl`. Any change of the
    realm's settings removes those that are in Keycloak and not here."""

    @model_validator(mode="before")
    @classmethod
    def _sign_as_every_realm_can(cls, data: object) -> object:
        """Every realm of Keycloak's has an RSA key; another one is for its owner to add."""
        if isinstance(data, dict) and data.get("owner") == _ELSEWHERE and "signature_algorithm" not in data:
            return {**data, "signature_algorithm": "RS256"}
        return data

    @property
    def is_joined(self) -> bool:
        """Whether somebody else made it, and owns what is not declared here."""
        return self.owner == _ELSEWHERE

    def in_realm(self, name: str) -> str:
        """Return what something of ours is called in the realm, which others have names in too.

        A name that begins with the prefix stays as it is.
        """
        return name if name.startswith(self._start) else f"{self._start}{name}"

    def as_declared(self, name: str) -> str:
        """Return what something of ours is called in the files, by its name in the realm."""
        return name.removeprefix(self._start)

    @property
    def _start(self) -> str:
        return f"{self.prefix}-" if self.is_joined and self.prefix else ""

"""A machine that calls models, by the client credentials grant."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.every_model import EveryModel
from constructs_lib.declaration.props.exchange import ExchangeProps
from constructs_lib.declaration.props.grants import Grants
from constructs_lib.declaration.props.public_keys import Certificate, PublicJwks
from constructs_lib.declaration.props.server_limits import ShortText, SubjectName
from constructs_lib.declaration.props.signing_keys import require_certificate_for, require_key_for
from constructs_lib.declaration.props.text_rules import ALL_VISIBLE, NORMALIZED, TextPattern
from constructs_lib.declaration.props.url_values import HttpUrl
from constructs_lib.declaration.props.values import ClientId, Duration, Flag, IssuerName, WholeNumber

__all__ = [
    "ConsumerAuth",
    "ConsumerProps",
    "FederatedAuth",
    "MtlsAuth",
    "PrivateKeyJwtAuth",
    "SecretAuth",
    "TokenBinding",
]


TokenBinding = Literal["dpop", "mtls"]
"""What a token's `cnf` (RFC 7800) binds it to: a key (RFC 9449), or a TLS client certificate (RFC 8705)."""

_GREEN = "-green"

Subject = Annotated[
    str,
    TextPattern(
        "[^\\x00-\\x20\\x7f](?:[^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f])?",
        "a subject is compared as a whole: write it without spaces at its ends, and not empty",
        examples=("system:serviceaccount:ml:scorer",),
    ),
    ALL_VISIBLE,
    NORMALIZED,
]


class SecretAuth(Props):
    """A shared secret (RFC 6749 section 2.3.1): the sensitive variable `<consumer>_client_secret`.

    Keycloak keeps one secret per client. So that one can follow another without an outage, a consumer may have two
    clients with the same grants: blue is `<consumer>`, green `<consumer>-green`. `make rotate` goes from one to the
    other.
    """

    method: Literal["client_secret"]
    """How the consumer proves who it is."""
    credentials: tuple[Literal["blue", "green"], ...] = Field(default=("blue",), min_length=1)
    """Its clients: one, or the old and the new one while the secret rotates."""
    secret_rotation: WholeNumber = Field(default=1, ge=1)
    """Raise it by one when the secret's value changes in place: a write-only one is sent again only then."""

    @field_validator("credentials")
    @classmethod
    def _once_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError(f"name each client once, got '{', '.join(value)}'")
        return value


class PrivateKeyJwtAuth(Props):
    """An assertion signed with the consumer's own key (RFC 7523): Keycloak knows the public key alone.

    Exactly one of `jwks_url`, `jwks` and `certificate` says where that key is.
    """

    method: Literal["private_key_jwt"]
    """How the consumer proves who it is."""
    jwks_url: HttpUrl | None = None
    """Where the consumer publishes its public keys; they rotate without a deployment."""
    jwks: PublicJwks | None = None
    """Public keys as a JSON Web Key Set (RFC 7517), in JSON."""
    certificate: Certificate | None = None
    """Certificate in PEM, or its base64 alone."""
    algorithm: Literal["ES256", "ES384", "ES512", "PS256", "RS256"] = "ES256"
    """Algorithm that signs assertions; any other is refused (RFC 8725 section 3.1)."""

    @model_validator(mode="after")
    def _one_key(self) -> PrivateKeyJwtAuth:
        given = [name for name in ("jwks_url", "jwks", "certificate") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"set exactly one of jwks_url, jwks and certificate, got {' and '.join(given) or 'none'}")
        return self

    @model_validator(mode="after")
    def _fitting_key(self) -> PrivateKeyJwtAuth:
        if self.certificate is not None:
            require_certificate_for(self.algorithm, self.certificate)
        if self.jwks is not None:
            require_key_for(self.algorithm, self.jwks)
        return self


class FederatedAuth(Props):
    """A token that somebody else issued: no credential at all (a Kubernetes service account, a CI job, a cloud)."""

    method: Literal["federated"]
    """How the consumer proves who it is."""
    issuer: IssuerName
    """Name of one of the environment's `workload_issuers`."""
    subject: Subject
    """The `sub` of its tokens, such as `system:serviceaccount:ml:scorer`."""


class MtlsAuth(Props):
    """A TLS client certificate (RFC 8705); tokens are bound to it."""

    method: Literal["mtls"]
    """How the consumer proves who it is."""
    subject_dn: SubjectName
    """The certificate's subject, such as `CN=edge-scorer,O=Example`, compared as a whole, upper and lower case too. An
    attribute without a keyword of Keycloak's is written by its number, and its value in DER: `OID.2.5.4.97=#0c0145`."""


ConsumerAuth = Annotated[SecretAuth | PrivateKeyJwtAuth | FederatedAuth | MtlsAuth, Field(discriminator="method")]


class ConsumerProps(Props):
    """A machine client; its name is its OAuth `client_id`."""

    auth: ConsumerAuth = Field(default_factory=lambda: SecretAuth(method="client_secret"))
    """How the consumer proves who it is."""
    description: ShortText = ""
    """What the consumer is."""
    access_token_lifespan: Duration | None = None
    """Lifespan of its access tokens, no longer than the realm's, which is the default."""
    dpop: Flag | None = None
    """Its tokens are bound to a key that it holds (RFC 9449): a stolen one is of no use. `false` takes that back."""
    grants: Grants = Field(default_factory=dict)
    """What it may do with which model."""
    every_model: EveryModel = False
    """It holds the API's access role: every model. Of several APIs those are named: `[scoring]`."""
    exchange: ExchangeProps | None = None
    """It may trade people's tokens for ones that call models on their behalf."""
    renamed_from: ClientId | None = None
    """Its name, and `client_id`, before: `make deploy` renames the client in place. Remove it after that."""

    @property
    def bindings(self) -> tuple[TokenBinding, ...]:
        """What its tokens are bound to: the API must see the proof of each."""
        certificate: tuple[TokenBinding, ...] = ("mtls",) if isinstance(self.auth, MtlsAuth) else ()
        return (*certificate, "dpop") if self.dpop else certificate

    def client_ids(self, name: str) -> tuple[str, ...]:
        """Return the OAuth clients that are this consumer: its name, but for secrets that rotate.

        Args:
            name: Name of the consumer.
        """
        if not isinstance(self.auth, SecretAuth):
            return (name,)
        return tuple(name if credential == "blue" else f"{name}{_GREEN}" for credential in self.auth.credentials)

    def rotation_ids(self, name: str) -> tuple[str, ...]:
        """Return the OAuth clients that this consumer will have while its secret rotates, beside its name.

        Args:
            name: Name of the consumer.
        """
        return (f"{name}{_GREEN}",) if isinstance(self.auth, SecretAuth) else ()

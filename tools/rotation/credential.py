"""What a rotation declares: the old credential and the new one, then the new one alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth, SecretAuth
from tools.errors import ToolError
from tools.rotation.yaml_edit import flow_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.props import ConsumerAuth

__all__ = ["declare_credentials", "declare_keys", "declared_keys", "other_credential", "require_rotatable"]

_COLOURS = ("blue", "green")


def require_rotatable(name: str, auth: ConsumerAuth) -> None:
    """Check that this project holds a credential of the consumer at all.

    Raises:
        ToolError: It does not; the message says who rotates what (exit 2).
    """
    match auth:
        case MtlsAuth():
            reason = (
                f"proves itself by a TLS certificate: let its authority issue a new one for '{auth.subject_dn}', "
                "which Keycloak takes at once"
            )
        case FederatedAuth():
            reason = f"has no credential: the keys of workload issuer '{auth.issuer}' are rotated by who runs it"
        case PrivateKeyJwtAuth() if auth.certificate is not None:
            reason = (
                "has a certificate, and Keycloak knows one at a time: declare its public key as jwks, deploy, "
                "then rotate"
            )
        case _:
            return
    raise ToolError(f"consumer '{name}' {reason}", exit_code=2)


def other_credential(auth: SecretAuth) -> str:
    """Return the credential that a consumer with one does not use."""
    (used,) = auth.credentials
    return next(colour for colour in _COLOURS if colour != used)


def declared_keys(auth: PrivateKeyJwtAuth) -> list[dict[str, Any]]:
    """Return the declared public keys, the newest last."""
    return list(json.loads(auth.jwks or '{"keys": []}')["keys"])


def declare_credentials(consumer: CommentedMap, credentials: Sequence[str]) -> None:
    """Write which clients a consumer with a secret has.

    Args:
        consumer: Its mapping in the file.
        credentials: Their colours, the newest last.
    """
    if "auth" not in consumer:
        consumer.insert(0, "auth", CommentedMap(method="client_secret"))
    auth = consumer["auth"]
    auth.pop("credentials", None)
    if tuple(credentials) != SecretAuth(method="client_secret").credentials:
        auth.insert(1, "credentials", flow_list(credentials))


def declare_keys(consumer: CommentedMap, keys: Sequence[Mapping[str, Any]]) -> None:
    """Write a consumer's public keys.

    Args:
        consumer: Its mapping in the file.
        keys: JSON Web Keys, the newest last.
    """
    text = json.dumps({"keys": list(keys)}, separators=(",", ":"))
    consumer["auth"]["jwks"] = SingleQuotedScalarString(text)

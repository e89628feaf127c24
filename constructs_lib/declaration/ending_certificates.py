"""Certificates that are declared: whose they are, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_reasons import declared_path
from constructs_lib.declaration.certificates import certificate_end
from constructs_lib.declaration.props import PrivateKeyJwtAuth, SamlIdentityProviderProps
from constructs_lib.declaration.props.values import is_unresolved

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["EndingCertificate", "ending_certificates"]


@dataclass(frozen=True)
class EndingCertificate:
    """A certificate that is declared.

    Attributes:
        what: Whose it is: `certificate of consumer batch`.
        until: The last day on which it holds.
        advice: What to do, or what happens.
        path: Where it is declared, from the declaration's root.
    """

    what: str
    until: dt.date
    advice: str
    path: tuple[str | int, ...]


def ending_certificates(declaration: Declaration) -> Iterator[EndingCertificate]:
    """Yield every certificate whose end is known, those too that have ended.

    Args:
        declaration: What is declared.
    """
    for team, access in declaration.accesses().items():
        for name, consumer in access.consumers.items():
            auth = consumer.auth
            if isinstance(auth, PrivateKeyJwtAuth) and auth.certificate and not is_unresolved(auth.certificate):
                path = (*declared_path(team, "consumers", name), "auth", "certificate")
                advice = "past it, Keycloak may refuse its assertions"
                yield EndingCertificate(
                    f"certificate of consumer {name}", certificate_end(auth.certificate), advice, path
                )
    for name, provider in declaration.identity_providers.items():
        if isinstance(provider, SamlIdentityProviderProps) and not is_unresolved(provider.signing_certificate):
            yield EndingCertificate(
                f"signing certificate of identity provider {name}",
                certificate_end(provider.signing_certificate),
                "ask its operator for the next one",
                ("identity_providers", name, "signing_certificate"),
            )

"""Keycloak's second listener, for clients with a TLS certificate, and the authority that signs for both sides."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TlsListener"]

_HOST = "127.0.0.1"


@dataclass(frozen=True)
class TlsListener:
    """An https port on loopback that asks for a client certificate.

    Attributes:
        folder: Holds the authority, Keycloak's certificate and the clients'.
        port: The port.
    """

    folder: Path
    port: int

    @classmethod
    def ensure(cls, folder: Path) -> Self:
        """Read the folder, or make it with a free port and a new authority."""
        record = folder / "port"
        if not record.exists():
            folder.mkdir(mode=0o700)
            with socket.create_server((_HOST, 0)) as server:
                port = int(server.getsockname()[1])
            listener = cls(folder, port)
            listener._issue("authority", x509.Name.from_rfc4514_string("CN=Test authority"))
            listener._issue("server", x509.Name.from_rfc4514_string(f"CN={_HOST}"))
            record.write_text(str(port))
        return cls(folder, int(record.read_text()))

    def options(self, public_url: str) -> tuple[str, ...]:
        """Return Keycloak's options.

        Args:
            public_url: What issuers start with on either listener.
        """
        return (
            f"--hostname={public_url}",
            f"--https-port={self.port}",
            f"--https-certificate-file={self._file('server.pem')}",
            f"--https-certificate-key-file={self._file('server.key')}",
            "--https-client-auth=request",
            f"--truststore-paths={self._file('authority.pem')}",
        )

    @property
    def url(self) -> str:
        """Base URL of the listener."""
        return f"https://{_HOST}:{self.port}"

    @property
    def gateway_files(self) -> dict[str, str]:
        """The key `gateway.tls` for a gateway that ends TLS with a certificate of the same authority."""
        names = {"certificate": "server.pem", "key": "server.key", "client_authorities": "authority.pem"}
        return {key: self._file(name) for key, name in names.items()}

    def client(self, subject: str | x509.Name | None = None) -> httpx.Client:
        """Return a client that trusts the listener and has a certificate for a subject (RFC 4514), or none."""
        context = ssl.create_default_context(cafile=self._file("authority.pem"))
        if subject is not None:
            serial = x509.random_serial_number()
            name = x509.Name.from_rfc4514_string(subject) if isinstance(subject, str) else subject
            self._issue(f"client-{serial}", name)
            context.load_cert_chain(self._file(f"client-{serial}.pem"), self._file(f"client-{serial}.key"))
        return httpx.Client(verify=context, trust_env=False, timeout=PATIENCE_S)

    def _issue(self, stem: str, subject: x509.Name) -> None:
        is_authority = stem == "authority"
        key = ec.generate_private_key(ec.SECP256R1())
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(minutes=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if stem == "server":
            address = x509.IPAddress(ipaddress.ip_address(_HOST))
            builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
        if is_authority:
            certificate = builder.issuer_name(subject).sign(key, SHA256())
        else:
            signer = load_pem_private_key((self.folder / "authority.key").read_bytes(), None)
            assert isinstance(signer, ec.EllipticCurvePrivateKey)
            authority = x509.load_pem_x509_certificate((self.folder / "authority.pem").read_bytes())
            certificate = builder.issuer_name(authority.subject).sign(signer, SHA256())
        (self.folder / f"{stem}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / f"{stem}.key").write_bytes(private)

    def _file(self, name: str) -> str:
        return str(self.folder / name)

"""A real LDAP directory, OpenLDAP's slapd, over LDAPS on loopback."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.support.servers.debian_packages import DebianPackages
from tools.demo.ports import any_free_port
from tools.supervised import await_ready, listens, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers.tls_listener import TlsListener

__all__ = ["SUFFIX", "LdapServer"]

SUFFIX = "dc=example,dc=com"
"""DN of the whole directory."""

_HOST = "127.0.0.1"
_SCHEMAS = ("core", "cosine", "inetorgperson")

_CONFIGURATION = """\
{includes}
pidfile {folder}/slapd.pid
modulepath {modules}
moduleload back_mdb
TLSCACertificateFile {tls}/authority.pem
TLSCertificateFile {tls}/server.pem
TLSCertificateKeyFile {tls}/server.key
# Who comes without TLS gets nothing.
security ssf=128
database mdb
maxsize 16777216
suffix "{suffix}"
rootdn "cn=administrator,{suffix}"
rootpw {password}
directory {folder}/data
index objectClass,uid,cn,member,entryUUID eq
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""


@dataclass
class LdapServer:
    """A directory that starts empty but for what its LDIF says.

    Attributes:
        folder: Holds its configuration and its data.
        tls: Whose authority signed its certificate.
        port: Where it listens.
    """

    folder: Path
    tls: TlsListener
    password: str = field(repr=False)
    port: int
    _packages: DebianPackages = field(repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    @classmethod
    def create(cls, folder: Path, tls: TlsListener, *, ldif: str, administrator_password: str) -> Self:
        """Make a directory, not yet started.

        Args:
            folder: A new folder.
            tls: Keycloak's listener, whose authority Keycloak trusts.
            ldif: The entries that it starts with (RFC 2849).
            administrator_password: Password of the account that may change it.
        """
        port = any_free_port()
        packages = DebianPackages.ensure("slapd", ("slapd", "ldap-utils"))
        directory = cls(folder, tls, administrator_password, port, packages)
        (folder / "data").mkdir(parents=True)
        etc = packages.root / "etc" / "ldap" / "schema"
        (folder / "slapd.conf").write_text(
            _CONFIGURATION.format(
                includes="\n".join(f"include {etc}/{name}.schema" for name in _SCHEMAS),
                modules=packages.root / "usr" / "lib" / "ldap",
                folder=folder,
                tls=tls.folder,
                suffix=SUFFIX,
                password=administrator_password,
            ),
            encoding="utf-8",
        )
        directory._run("slapadd", "-f", str(folder / "slapd.conf"), stdin=ldif)
        return directory

    @property
    def url(self) -> str:
        """Its address."""
        return f"ldaps://{_HOST}:{self.port}"

    @property
    def binds(self) -> int:
        """How often somebody told it a password since it was made."""
        return (self.folder / "slapd.log").read_text(encoding="utf-8").count(" BIND dn=")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = self.folder / "slapd.log"
        options = ("-f", str(self.folder / "slapd.conf"), "-h", f"{self.url}/", "-d", "stats")
        command = [str(self._packages.program("slapd")), *options]
        process = start("slapd", command, log=log, env=self._packages.environment, append=True)
        self._process = process
        await_ready("slapd", listens(f"{_HOST}:{self.port}"), lambda: process.poll() is None, log=log)

    def present(self, tls: TlsListener) -> None:
        """Restart with a certificate of another authority, as an impostor would."""
        self.stop()
        configuration = self.folder / "slapd.conf"
        text = configuration.read_text(encoding="utf-8").replace(str(self.tls.folder), str(tls.folder))
        configuration.write_text(text, encoding="utf-8")
        self.tls = tls
        self.start()

    def stop(self) -> None:
        """Stop it, as if the machine went down."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def remove_member(self, group_dn: str, person_dn: str) -> None:
        """Take a person out of a group."""
        self._modify(f"dn: {group_dn}\nchangetype: modify\ndelete: member\nmember: {person_dn}\n")

    def add_member(self, group_dn: str, person_dn: str) -> None:
        """Put a person into a group."""
        self._modify(f"dn: {group_dn}\nchangetype: modify\nadd: member\nmember: {person_dn}\n")

    def change_address(self, person_dn: str, address: str) -> None:
        """Give a person another e-mail address."""
        self._modify(f"dn: {person_dn}\nchangetype: modify\nreplace: mail\nmail: {address}\n")

    def _modify(self, ldif: str) -> None:
        login = ("-x", "-H", self.url, "-D", f"cn=administrator,{SUFFIX}", "-w", self.password)
        self._run("ldapmodify", *login, stdin=ldif)

    def _run(self, program: str, *arguments: str, stdin: str) -> None:
        done = subprocess.run(
            [self._packages.program(program), *arguments],
            input=stdin,
            env={**self._packages.environment, "LDAPTLS_CACERT": str(self.tls.folder / "authority.pem")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

"""A real SMTP server on loopback that keeps what it gets."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Self

from aiosmtpd.controller import Controller

from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

    from aiosmtpd.smtp import SMTP, Envelope, Session

__all__ = ["MailServer"]

_LINK = re.compile(r"https?://\S+")


class _Mailbox:
    """What aiosmtpd hands its mails to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"


class MailServer:
    """Takes mail while its context is open.

    Attributes:
        port: Its TCP port on 127.0.0.1; a free one where none is given.
    """

    def __init__(self, port: int | None = None) -> None:
        self.port = any_free_port() if port is None else port
        self._mailbox = _Mailbox()
        self._controller = Controller(self._mailbox, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        """Start to take mail."""
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self._controller.stop()

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address, oldest first."""
        return [mail for mail in self._mailbox.mails if mail["To"] == address]

    def link_to(self, address: str) -> str:
        """Return the link in the newest mail to an address."""
        body = self.mails_to(address)[-1].get_body(preferencelist=("plain",))
        assert body is not None
        return str(_LINK.findall(body.get_content())[0])

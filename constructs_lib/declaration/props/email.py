"""How the realm sends mail."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.server_limits import ShortText
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import Email, WholeNumber

__all__ = ["SmtpAuthProps", "SmtpProps"]

MailHost = Annotated[
    ShortText,
    TextPattern(
        r"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+",
        "a mail server is a host name or an address alone, such as 'smtp.example.com': its port is the key port",
        examples=("smtp.example.com",),
    ),
]


class SmtpAuthProps(Props):
    """Login at the mail server. The password is the sensitive variable `smtp_password`."""

    username: Annotated[ShortText, Field(min_length=1)]
    """User name at the mail server."""


class SmtpProps(Props):
    """Mail server of the realm (`keycloak_realm`, block `smtp_server`)."""

    host: MailHost
    """Host name of the mail server."""
    port: WholeNumber = Field(default=587, ge=1, le=65535)
    """TCP port."""
    sender: Email
    """Address that mails come from."""
    sender_name: ShortText | None = None
    """Name that mails come from."""
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected; `none` is for a test server on loopback."""
    auth: SmtpAuthProps | None = None
    """Login at the mail server; left out, mail is sent without one."""

"""How the realm sends mail."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.server_limits import ShortText
from constructs_lib.declaration.props.values import Email, WholeNumber

__all__ = ["SmtpAuthProps", "SmtpProps"]


class SmtpAuthProps(Props):
    """Login at the mail server. The password is the sensitive variable `smtp_password`."""

    username: ShortText
    """User name at the mail server."""


class SmtpProps(Props):
    """Mail server of the realm (`keycloak_realm`, block `smtp_server`)."""

    host: ShortText
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

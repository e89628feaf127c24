"""Tokens that a machine trades a person's token for."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.grants import Grants
from constructs_lib.declaration.props.values import ClientId, Flag

__all__ = ["ExchangeProps"]


class ExchangeProps(Props):
    """Standard token exchange (RFC 8693; Keycloak guide "Using token exchange").

    A listed application hands a person's token over; the consumer trades it for one that calls a model for the person.
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: tuple[ClientId, ...] = Field(validation_alias="from", serialization_alias="from", min_length=1)
    """Applications whose people's tokens the consumer may trade."""
    models: Grants = Field(min_length=1)
    """What it may do with which model on behalf of people who may do it themselves."""
    delegation: Flag = False
    """Experimental: its tokens name it in `act`, without which gateways refuse them (RFC 8693 section 4.1)."""

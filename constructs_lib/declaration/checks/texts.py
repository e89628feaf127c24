"""Texts for people hold no secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import Path, located, located_apis
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.texts.secrets import secret_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["text_findings"]


def text_findings(declaration: Declaration) -> Iterator[Finding]:
    """A description and a displayed name are shown to many, and stand in code, plan and state.

    The guardrail KC-SECRET-TEXT reads the synthesized JSON, other texts too; here the line is known.
    """
    realm = f"realm '{declaration.realm.name}'"
    for subject, path, text in _texts(declaration):
        if text and (found := secret_in(text)):
            named = f"{realm}, {subject}" if subject else realm
            fault = f"{path[-1]} holds {found}: remove it, and replace the secret: it is known now"
            yield Finding(path, f"{named}: {fault}")


def _texts(declaration: Declaration) -> Iterator[tuple[str, Path, str | None]]:
    yield "", ("realm", "display_name"), declaration.realm.display_name
    if declaration.realm.smtp:
        yield "", ("realm", "smtp", "sender_name"), declaration.realm.smtp.sender_name
    for path, api in located_apis(declaration):
        yield f"client '{api.client_id}'", (*path, "display_name"), api.display_name
    for name, model in declaration.models.items():
        yield f"model '{name}'", ("models", name, "description"), model.description
    for alias, provider in declaration.identity_providers.items():
        place = ("identity_providers", alias, "display_name")
        yield f"identity provider '{alias}'", place, provider.display_name
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            yield f"consumer '{name}'", (*path, "consumers", name, "description"), consumer.description
        for name, application in access.applications.items():
            yield f"application '{name}'", (*path, "applications", name, "description"), application.description

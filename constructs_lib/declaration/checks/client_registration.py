"""Clients that register themselves: for what there is, in a realm that holds them to something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["client_registration_findings"]

_KEY = ("realm", "client_registration")


def client_registration_findings(declaration: Declaration, features: ProviderFeatures) -> Iterator[Finding]:
    """They may ask for declared actions alone, and it takes a provider, and policies, that hold them to it."""
    registration = declaration.realm.client_registration
    if registration is None or declaration.realm.is_joined:
        return
    subject = f"realm '{declaration.realm.name}': client_registration"
    if not features.registration_policies:
        yield Finding(
            _KEY,
            f"{subject} needs the Keycloak provider 5.9.0 or newer, got {features.version}: upgrade it "
            "(docs/how-to/upgrade-the-provider.md), or remove the key",
        )
    if not declaration.realm.client_policies:
        yield Finding(
            _KEY, f"{subject}: nothing would hold such clients to PKCE: remove client_policies: false, or the key"
        )
    for model, actions in registration.scopes.items():
        props = declaration.models.get(model)
        if props is None:
            advice = hint(model, declaration.models)
            yield Finding((*_KEY, "scopes", model), f"{subject}: no model '{model}': {advice}")
            continue
        if not actions:
            yield Finding(
                (*_KEY, "scopes", model), f"{subject}: model '{model}' has no action: add one, or remove the model"
            )
        for index, action in enumerate(actions):
            if action not in props.actions:
                yield Finding(
                    (*_KEY, "scopes", model, index),
                    f"{subject}: model '{model}' has no action '{action}': {hint(action, props.actions)}",
                )

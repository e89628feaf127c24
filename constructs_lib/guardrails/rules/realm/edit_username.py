"""KC-EDIT-USERNAME."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["EditUsername"]


class EditUsername(FlagRule):
    """A username stays one person's."""

    id = "KC-EDIT-USERNAME"
    info = "people may change their usernames"
    why = (
        "Whoever takes a name that somebody gave up passes for that person where names decide: in logs, and by MLflow."
    )
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'Controlling login options'"
    remedy = "set edit_username_allowed to false"
    types = ("keycloak_realm",)
    flag = "edit_username_allowed"
    right = False
    fault = "edit_username_allowed is on"

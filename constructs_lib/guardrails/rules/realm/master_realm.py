"""KC-REALM-MASTER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MasterRealm"]


class MasterRealm(Rule):
    """The realm master is for administrators alone."""

    id = "KC-REALM-MASTER"
    info = "something is made in the realm master"
    why = (
        "Who is somebody in the realm master may become administrator of every realm; an apply or a destroy there "
        "takes the server with it."
    )
    source = "Keycloak guide 'Server Administration', 'The master realm'"
    remedy = "name a realm of its own"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to the realm, and to what is made in it."""
        for resource in configuration.resources():
            # Each of them is asked: one that is hidden is noted.
            named = [resource.may_be(argument, "master") for argument in ("realm", "realm_id")]
            if resource.type.startswith("keycloak_") and any(named):
                yield resource.violation("it stands in the realm master")

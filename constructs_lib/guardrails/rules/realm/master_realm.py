"""KC-REALM-MASTER."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MasterRealm"]

# The provider puts it into a path as it is, and the server reads that: `%6daster` is the realm master.
_NO_NAME = re.compile(r"[%/?#;\\\\\s]|^\.+$")


class MasterRealm(Rule):
    """The realm master is for administrators alone."""

    id = "KC-REALM-MASTER"
    info = "something is made, or looked up, in the realm master"
    why = (
        "Who is somebody in the realm master may become administrator of every realm; an apply or a destroy there "
        "takes the server with it."
    )
    source = "Keycloak guide 'Server Administration', 'The master realm'"
    remedy = "name a realm of its own"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to the realm, and to what is made or looked up in it."""
        for resource in chain(configuration.resources(), configuration.data_sources()):
            if not resource.type.startswith("keycloak_"):
                continue
            # Each of them is asked: one that is hidden is noted.
            named = [
                resource.may_be(argument, "master") or (resource.text(argument) or "").lower() == "master"
                for argument in ("realm", "realm_id")
            ]  # some databases of Keycloak do not tell upper from lower case
            if any(named):
                yield resource.violation("it is in the realm master")
            for argument in ("realm", "realm_id"):
                if _NO_NAME.search(resource.text(argument) or ""):
                    yield resource.violation(f"{argument} is no name of a realm: '{resource.text(argument)}'")

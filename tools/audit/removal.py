"""Take chosen findings out of a realm, after asking."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.name_pattern import ANY
from constructs_lib.declaration.texts.visible import visible
from tools.audit.thing_pattern import means
from tools.errors import ToolError
from tools.runner.approval import ask_to_go_on
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.audit.audit import Audit
    from tools.audit.finding import AuditFinding
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["chosen_findings", "remove_findings"]


def chosen_findings(audit: Audit, patterns: Sequence[str]) -> tuple[AuditFinding, ...]:
    """Return the findings that are to be removed.

    Args:
        audit: What was found.
        patterns: What they are about, as the table says it; `*` stands for any text.

    Raises:
        ToolError: A pattern names no finding, or one that cannot be removed: nothing was changed (exit 2).
    """
    found: dict[str, AuditFinding] = {}
    for pattern in patterns:
        named = [each for each in audit.open if each.subject == pattern]  # its own words, with a '*' of its name too
        if not named:
            named = [each for each in audit.open if means(pattern, each.subject)]
            if ANY in pattern:
                named = [each for each in named if each.removal]
        if not named:
            known = [each.subject for each in audit.open if each.removal]
            raise ToolError(f"nothing was changed: no finding '{pattern}': {hint(pattern, known)}", exit_code=2)
        for each in named:
            if each.removal is None:
                raise ToolError(
                    f"nothing was changed: '{each.subject}' is nothing to remove: make audit ENV={audit.environment} "
                    "says how it is put back",
                    exit_code=2,
                )
            found[each.subject] = each
    return tuple(found.values())


def remove_findings(admin: KeycloakAdmin, audit: Audit, chosen: Sequence[AuditFinding], *, agreed: bool) -> None:
    """Take findings out of the realm.

    Args:
        admin: The Admin API, with roles that manage.
        audit: What was found.
        chosen: What to remove.
        agreed: It was agreed to beforehand; else whoever runs this is asked.

    Raises:
        ToolError: Nobody agrees (exit 2), or Keycloak refuses: what was removed before is said.
    """
    tell(f"This is removed from realm '{audit.realm}':")
    for finding in chosen:
        tell(f"  {visible(finding.subject)}")
    if not agreed:
        ask_to_go_on("removing")
    # Kinds are in the order of what holds what: a role goes before the client that it is of.
    for finding in reversed(chosen):
        call = finding.removal
        if call:
            path = f"realms/{quote(audit.realm, safe='')}/{call.path}"
            admin.request(call.method, path, json=call.body)
            tell(f"removed {visible(finding.subject)}")

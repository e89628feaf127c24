"""`python -m tools audit`: whether a realm is as declared, and what is not."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tools.audit.audit import audit
from tools.audit.removal import chosen_findings, remove_findings
from tools.audit.rendering import render
from tools.deployer.roles import VIEWING
from tools.joined_realm import shortfalls
from tools.keycloak.admin import KeycloakAdmin
from tools.reaching import reaching_variables
from tools.runner.screen import tell
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.audit.audit import Audit
    from tools.audit.formats import AuditFormat
    from tools.synthesis import Synthesis
    from tools.target import Target

__all__ = ["audit_environment", "audit_target"]

_DIFFERS = 3


def audit_environment(
    name: str,
    output_format: AuditFormat,
    synthesis: Synthesis,
    *,
    remove: Sequence[str] = (),
    agreed: bool = False,
) -> int:
    """Compare the realm of an environment with what is declared, and print what differs.

    Args:
        name: Name of the environment.
        output_format: How findings are written.
        synthesis: The app, which runs already.
        remove: What to take out of the realm, as findings are called; `*` stands for any text.
        agreed: Removing was agreed to beforehand.

    Returns:
        0 where the realm is as declared, 3 where it is not.

    Raises:
        ToolError: A file is wrong, settings are missing, or Keycloak does not answer or refuses.
    """
    target = load_target(name)
    variables = reaching_variables(target)
    synthesis.finish(target)
    for line in shortfalls(target.environment, KeycloakAdmin.from_environment(variables, needs=VIEWING)):
        tell(line)
    found = audit_target(target, variables)
    if remove:
        manager = KeycloakAdmin.from_environment(variables)
        remove_findings(manager, found, chosen_findings(found, remove), agreed=agreed)
        found = audit_target(target, variables)
    sys.stdout.write(render(found, output_format) + "\n")
    return _DIFFERS if found.open else 0


def audit_target(target: Target, process_environment: Mapping[str, str]) -> Audit:
    """Compare the realm of an environment that is synthesized with what is declared.

    Args:
        target: The environment.
        process_environment: Credentials for its Keycloak.

    Raises:
        ToolError: As for `audit_environment`.
    """
    stacks = {
        stack: json.loads((target.repository.stack_folder(stack) / "cdk.tf.json").read_text(encoding="utf-8"))
        for stack in target.stacks
    }
    admin = KeycloakAdmin.from_environment(process_environment, needs=VIEWING)
    return audit(admin, target.name, target.environment, stacks)

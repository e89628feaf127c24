"""Audits of environments that stand on the run's Keycloak."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stacks.stack_names import StackNames
from tools.audit.audit import audit

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tests.support.realms.live_environment import LiveEnvironment
    from tools.audit.audit import Audit
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["audited"]


def audited(
    live: LiveEnvironment, environment: Environment | None = None, *, admin: KeycloakAdmin | None = None
) -> Audit:
    """Compare a realm with its environment, as it was synthesized last.

    Args:
        live: The environment.
        environment: What is declared in its place.
        admin: Who reads the realm; defaults to the administrator.
    """
    declared = environment or live.environment
    name, folder = live.run.name, live.run.folder / "cdktf.out" / "stacks"
    stacks = {
        stack: json.loads((folder / stack / "cdk.tf.json").read_text(encoding="utf-8"))
        for stack in StackNames(name).all(declared)
    }
    return audit(admin or live.admin, name, declared, stacks)

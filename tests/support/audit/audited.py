"""Audits of environments that stand on the run's Keycloak."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stacks.stack_names import StackNames
from tools.audit.audit import audit

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.terraform_run import TerraformRun
    from tools.audit.audit import Audit
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["audited", "audited_run"]


def audited(
    live: LiveEnvironment, environment: Environment | None = None, *, admin: KeycloakAdmin | None = None
) -> Audit:
    """Compare a realm with its environment, as it was synthesized last.

    Args:
        live: The environment.
        environment: What is declared in its place.
        admin: Who reads the realm; defaults to the administrator.
    """
    return audited_run(live.run, environment or live.environment, admin or live.admin)


def audited_run(run: TerraformRun, environment: Environment, admin: KeycloakAdmin) -> Audit:
    """Compare a realm with an environment that was synthesized.

    Args:
        run: Where it was.
        environment: What is declared.
        admin: Who reads the realm.
    """
    folder = run.folder / "cdktf.out" / "stacks"
    stacks = {
        stack: json.loads((folder / stack / "cdk.tf.json").read_text(encoding="utf-8"))
        for stack in StackNames(run.name).all(environment)
    }
    return audit(admin, run.name, environment, stacks)

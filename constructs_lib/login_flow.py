"""An authentication flow of Keycloak: steps in an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cdktf_cdktf_provider_keycloak.authentication_execution import AuthenticationExecution
from cdktf_cdktf_provider_keycloak.authentication_flow import AuthenticationFlow
from cdktf_cdktf_provider_keycloak.authentication_subflow import AuthenticationSubflow
from constructs import Construct

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LoginFlow", "Step", "Steps"]

Requirement = Literal["REQUIRED", "ALTERNATIVE", "CONDITIONAL"]


@dataclass(frozen=True)
class Step:
    """One authenticator.

    Attributes:
        authenticator: Keycloak's id of it, such as `auth-otp-form`.
        requirement: Keycloak's word for how it counts.
    """

    authenticator: str
    requirement: Requirement


@dataclass(frozen=True)
class Steps:
    """A subflow.

    Attributes:
        name: Unique within the flow.
        requirement: Keycloak's word for how it counts.
        steps: What it consists of, in order.
    """

    name: str
    requirement: Requirement
    steps: tuple[Step | Steps, ...]


class LoginFlow(Construct):
    """A flow of one's own (Keycloak guide "Authentication flows").

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        name: Name of the flow, unique in the realm.
        steps: What it consists of, in order.

    Attributes:
        alias: Name of the flow (token).
        steps: All its parts. Who uses the flow depends on them: a flow that lacks a step asks for less.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm_id: str,
        name: str,
        steps: Sequence[Step | Steps],
    ) -> None:
        super().__init__(scope, id)
        self._realm_id = realm_id
        self._name = name
        flow = AuthenticationFlow(self, "Flow", realm_id=realm_id, alias=name, provider_id="basic-flow")
        self.alias: str = flow.alias
        self.steps: list[AuthenticationExecution | AuthenticationSubflow] = []
        self._add(flow.alias, steps)

    def _add(self, parent: str, steps: Sequence[Step | Steps]) -> None:
        """Keycloak puts a new step last, and provider 4.5.0 cannot say where: each waits for the one before."""
        for step in steps:
            if isinstance(step, Step):
                execution = AuthenticationExecution(
                    self,
                    f"Step-{len(self.steps)}-{step.authenticator}",
                    realm_id=self._realm_id,
                    parent_flow_alias=parent,
                    authenticator=step.authenticator,
                    requirement=step.requirement,
                    depends_on=self.steps[-1:] or None,
                )
                self.steps.append(execution)
                continue
            subflow = AuthenticationSubflow(
                self,
                f"Steps-{len(self.steps)}",
                realm_id=self._realm_id,
                parent_flow_alias=parent,
                alias=f"{self._name} - {step.name}",
                provider_id="basic-flow",
                requirement=step.requirement,
                depends_on=self.steps[-1:] or None,
            )
            self.steps.append(subflow)
            self._add(subflow.alias, step.steps)

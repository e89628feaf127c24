"""An authentication flow of Keycloak: steps in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import (
    AuthenticationExecution,
    AuthenticationExecutionConfigA,
    AuthenticationFlow,
    AuthenticationSubflow,
)
from constructs_lib.declaration.login_steps import Step, Steps
from constructs_lib.terraform.order import goes_last

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["FlowPart", "LoginFlow"]

FlowPart = AuthenticationExecution | AuthenticationSubflow | AuthenticationExecutionConfigA

# As Keycloak leaves room between its own steps.
_PRIORITY_STEP = 10


class LoginFlow(Construct):
    """A flow of one's own (Keycloak guide "Authentication flows").

    Keycloak refuses to remove a flow in use, and a flow that lacks a step asks for less: flow and steps are removed
    after the realm, or an identity provider, has gone over to another flow.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        name: Name of the flow, unique in the realm.
        steps: What it consists of, in order.
        features: What the provider can do.

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
        features: ProviderFeatures,
    ) -> None:
        super().__init__(scope, id)
        self._features = features
        self._realm_id = realm_id
        self._name = name
        flow = AuthenticationFlow(
            self,
            "Flow",
            realm_id=realm_id,
            alias=name,
            provider_id="basic-flow",
            lifecycle=goes_last(),
        )
        self.alias: str = flow.alias
        self.steps: list[FlowPart] = []
        self._last: list[AuthenticationExecution | AuthenticationSubflow] = []
        self._add(flow.alias, steps)

    def _add(self, parent: str, steps: Sequence[Step | Steps]) -> None:
        """Keycloak puts a new step last: each waits for the one before. Where the provider can, it says the order too.

        Provider 4.5.0 sets every priority to 0 as it sets the requirement: the order is then that of their creation.
        """
        for number, step in enumerate(steps, start=1):
            if isinstance(step, Steps):
                subflow = self._create_subflow(parent, step)
                self._place(subflow, number)
                self._add(subflow.alias, step.steps)
            else:
                self._place(self._create_execution(parent, step), number)

    def _place(self, part: AuthenticationExecution | AuthenticationSubflow, number: int) -> None:
        if self._features.flow_priority:
            part.add_override("priority", number * _PRIORITY_STEP)
        self.steps.append(part)
        self._last = [part]

    def _create_subflow(self, parent: str, step: Steps) -> AuthenticationSubflow:
        return AuthenticationSubflow(
            self,
            f"Steps-{len(self.steps)}",
            realm_id=self._realm_id,
            parent_flow_alias=parent,
            alias=f"{self._name} - {step.name}",
            provider_id="basic-flow",
            requirement=step.requirement,
            depends_on=self._last or None,
            lifecycle=goes_last(),
        )

    def _create_execution(self, parent: str, step: Step) -> AuthenticationExecution:
        number = len(self.steps)
        execution = AuthenticationExecution(
            self,
            f"Step-{number}-{step.authenticator}",
            realm_id=self._realm_id,
            parent_flow_alias=parent,
            authenticator=step.authenticator,
            requirement=step.requirement,
            depends_on=self._last or None,
            lifecycle=goes_last(),
        )
        if step.config:
            config = AuthenticationExecutionConfigA(
                self,
                f"Config-{number}",
                realm_id=self._realm_id,
                execution_id=execution.id,
                alias=f"{self._name} - {number}",
                config=dict(step.config),
                lifecycle=goes_last(),
            )
            self.steps.append(config)
        return execution

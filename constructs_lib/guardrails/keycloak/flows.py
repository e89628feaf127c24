"""Login flows, put together from their steps."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["Flows", "same_realm"]

_FLOW, _SUBFLOW = "keycloak_authentication_flow", "keycloak_authentication_subflow"
_EXECUTION = "keycloak_authentication_execution"

# What proves something, or lets nobody through. An authenticator that is not known here proves nothing.
_PROOFS = frozenset(
    {
        "auth-cookie",
        "auth-spnego",
        "auth-username-password-form",
        "auth-password-form",
        "auth-otp-form",
        "auth-recovery-authn-code-form",
        "auth-x509-client-username-form",
        "basic-auth",
        "basic-auth-otp",
        "deny-access-authenticator",
        "direct-grant-auth-x509-username",
        "direct-grant-validate-otp",
        "direct-grant-validate-password",
        "docker-http-basic-authenticator",
        "identity-provider-redirector",
        "webauthn-authenticator",
        "webauthn-authenticator-passwordless",
    }
)
# Who has none of these is asked to set one up, where a step is required: that proves nothing.
_SET_UP_AT_LOGIN = frozenset(
    {
        "auth-otp-form",
        "auth-recovery-authn-code-form",
        "webauthn-authenticator",
        "webauthn-authenticator-passwordless",
    }
)
_PROOFS_OF_RESET = _PROOFS | {"reset-credential-email"}
_DEEPEST = 20
# What says in `realm` which one it is of; everything else says it in `realm_id`.
_NAMING_REALM = ("_identity_provider", "_identity_provider_mapper")


class Flows:
    """The flows of all stacks.

    Args:
        configuration: The stacks.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self.declared = tuple(configuration.resources(_FLOW))
        self._steps: dict[str | None, list[Resource]] = {}
        for step in configuration.resources(_EXECUTION, _SUBFLOW):
            self._steps.setdefault(step.text("parent_flow_alias"), []).append(step)

    def steps(self, alias: str | None, realm: Resource) -> list[Resource]:
        """Return the steps right below a flow or subflow, of the realm that something else is of."""
        return [step for step in self._steps.get(alias, []) if same_realm(step, realm)]

    def parents(self) -> tuple[Resource, ...]:
        """Return what may have steps: declared flows and subflows."""
        return (*self.declared, *self._configuration.resources(_SUBFLOW))

    def purpose(self, flow: Resource) -> str:
        """Tell what a flow is for: `login`, `reset` of a password, or `other`.

        What it is bound to decides; of one that is bound to nothing, its steps tell.
        """
        alias = flow.text("alias")
        if (flow.text("provider_id") or "basic-flow") != "basic-flow":
            return "other"
        if alias in self._bound["login"] or next(self.overriding(flow), None) is not None:
            return "login"
        return self.own_purpose(flow)

    def own_purpose(self, flow: Resource) -> str:
        """Tell the same but for clients that log people in by the flow."""
        alias = flow.text("alias")
        if alias in self._bound["login"]:
            return "login"
        for purpose in ("reset", "other"):
            if alias in self._bound[purpose]:
                return purpose
        authenticators = {step.text("authenticator") for step in self.all_steps(alias, flow)}
        kinds = {(each or "").partition("-")[0] for each in authenticators}
        if "reset" in kinds:
            return "reset"
        brokers = any((each or "").startswith("idp-") for each in authenticators)
        return "other" if brokers or "registration" in kinds else "login"

    def proves(self, flow: Resource, purpose: str) -> bool:
        """Tell whether every way through a flow asks for a credential."""
        return self._proves(flow.text("alias"), flow, _PROOFS_OF_RESET if purpose == "reset" else _PROOFS, 0)

    def denies(self, flow: Resource) -> bool:
        """Tell whether a flow lets nobody through: a step of its own that is required refuses."""
        return any(
            step.text("authenticator") == "deny-access-authenticator"
            and (step.text("requirement") or "").upper() == "REQUIRED"
            for step in self.steps(flow.text("alias"), flow)
        )

    def _proves(self, alias: str | None, flow: Resource, proofs: frozenset[str], depth: int) -> bool:
        by_requirement: dict[str, list[Resource]] = {}
        for step in self.steps(alias, flow):
            requirement = "DISABLED" if step.value("requirement") is None else step.text("requirement") or "UNKNOWN"
            by_requirement.setdefault(requirement.upper(), []).append(step)

        def proving(requirement: str) -> list[bool]:
            steps = by_requirement.get(requirement, [])
            enough = proofs - _SET_UP_AT_LOGIN if requirement == "REQUIRED" else proofs
            return [
                self._proves(step.text("alias"), flow, proofs, depth + 1)
                if step.type == _SUBFLOW
                else step.text("authenticator") in enough
                for step in steps
                if depth < _DEEPEST
            ]

        if any(proving("REQUIRED")):
            return True
        # Beside these, Keycloak passes alternatives over; and none of them is sure to run.
        if {"REQUIRED", "CONDITIONAL", "UNKNOWN"} & by_requirement.keys():
            return False
        alternatives = proving("ALTERNATIVE")
        return bool(alternatives) and all(alternatives)

    def all_steps(self, alias: str | None, flow: Resource, depth: int = 0) -> list[Resource]:
        """Return the steps of a flow of some realm, those of its subflows too."""
        own = self.steps(alias, flow) if depth < _DEEPEST else []
        below = (self.all_steps(step.text("alias"), flow, depth + 1) for step in own if step.type == _SUBFLOW)
        return [*own, *(each for steps in below for each in steps)]

    @cached_property
    def _bound(self) -> dict[str, set[str | None]]:
        found: dict[str, set[str | None]] = {"login": set(), "reset": set(), "other": set()}
        arguments = {
            "browser_flow": "login",
            "direct_grant_flow": "login",
            "reset_credentials_flow": "reset",
            "registration_flow": "other",
            "client_authentication_flow": "other",
            "docker_authentication_flow": "other",
            "first_broker_login_flow": "other",
        }
        for binding in self._configuration.resources("keycloak_authentication_bindings", "keycloak_realm"):
            for argument, purpose in arguments.items():
                found[purpose].add(binding.text(argument))
        for broker in self._configuration.resources():
            if broker.type.endswith("_identity_provider"):
                for argument in ("first_broker_login_flow_alias", "post_broker_login_flow_alias"):
                    found["other"].add(broker.text(argument))
        return {purpose: aliases - {None, ""} for purpose, aliases in found.items()}

    def overriding(self, flow: Resource) -> Iterator[Resource]:
        """Yield the clients that log people in by a flow, whatever the realm does."""
        for client in self._configuration.resources("keycloak_openid_client", "keycloak_saml_client"):
            targets = [
                self._configuration.target(symbol)
                for argument in ("browser_id", "direct_grant_id")
                for symbol in client.symbols(f"authentication_flow_binding_overrides.{argument}")
            ]
            if any(target is flow for target in targets):
                yield client


def same_realm(one: Resource, other: Resource) -> bool:
    """Tell whether both are of one realm, as far as that is known."""
    realms = [_realm_of(each) for each in (one, other)]
    return None in realms or realms[0] == realms[1]


def _realm_of(resource: Resource) -> str | None:
    named = resource.type == "keycloak_realm" or resource.type.endswith(_NAMING_REALM)
    return resource.text("realm" if named else "realm_id")

"""KC-SECRET-IN-STATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import KEYCLOAK_CLIENTS
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import is_write_only, secret_arguments
from constructs_lib.guardrails.secrets.variables import GENERATED_SECRETS, secret_outputs
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["SecretInState"]

_WRITE_ONLY = dict.fromkeys(
    [("keycloak_openid_client", "client_secret"), ("keycloak_oidc_identity_provider", "client_secret")],
    "client_secret_wo, which no state keeps, needs provider 5.9 and Terraform 1.11",
)
_NO_WRITE_ONLY = "no version of the provider has a write-only form of it"
# What data sources tell of a client: Terraform keeps it, whether somebody refers to it or not.
_LOOKED_UP = {
    "keycloak_openid_client": "client_secret",
    "keycloak_client_description_converter": "secret",
    "keycloak_saml_client": "signing_private_key",
}
_SHARED = frozenset({"client-secret", "client-secret-jwt"})


class SecretInState(Rule):
    """Every secret that the state will hold, and why."""

    id = "KC-SECRET-IN-STATE"
    level = Level.WARNING
    info = "the state holds a secret"
    why = "State is clear text: whoever can read the backend, a copy of it or a saved plan has the secret."
    source = "ASVS 5.0 V13.3.1, Terraform guide 'Sensitive data in state'"
    remedy = "prefer keyless methods and write-only arguments, and let few read the state"
    needless_with_write_only = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of secret arguments, generated secrets and outputs; what no client can authenticate with is none."""
        files = {stack.name for stack in configuration.stacks if stack.backend == "local"}
        for resource in configuration.resources():
            here = resource.stack in files
            for path, _ in secret_arguments(resource):
                if not is_write_only(path):
                    why = _WRITE_ONLY.get((resource.type, path[-1]), _NO_WRITE_ONLY)
                    yield resource.violation(f"the state holds {'.'.join(path)}: {why}", stays_here=here)
            if _gets_secret(resource):
                why = _WRITE_ONLY["keycloak_openid_client", "client_secret"]
                fault = f"the state holds client_secret, which Keycloak generates: {why}"
                yield resource.violation(fault, stays_here=here)
            if resource.type in GENERATED_SECRETS:
                attribute = GENERATED_SECRETS[resource.type]
                fault = f"the state holds {attribute}: an ephemeral resource would not keep it"
                yield resource.violation(fault, stays_here=here)
        for source in configuration.data_sources():
            # Keycloak's own clients have no secret that anybody could authenticate with.
            if source.type in _LOOKED_UP and source.text("client_id") not in KEYCLOAK_CLIENTS:
                fault = f"the state holds {_LOOKED_UP[source.type]}, which the data source looks up"
                yield source.violation(fault, stays_here=source.stack in files)
        for stack, name in secret_outputs(configuration):
            fault = "the state holds it: outputs are kept"
            yield Violation(stack.element("output", name), fault, stays_here=stack.name in files)


def _gets_secret(resource: Resource) -> bool:
    """Tell whether Keycloak makes up a secret that the client can authenticate with."""
    return (
        resource.type == "keycloak_openid_client"
        and resource.text("access_type") == "CONFIDENTIAL"
        and (resource.value("client_authenticator_type") or "client-secret") in _SHARED
        and not (resource.is_set("client_secret") or resource.is_set("client_secret_wo"))
    )

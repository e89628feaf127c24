"""KC-SECRET-PLACE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.other_places import keeps_secret
from constructs_lib.guardrails.secrets.places import takes_secret
from constructs_lib.guardrails.secrets.variables import SecretSources
from constructs_lib.guardrails.terraform.leaves import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecretPlace"]

_KEYCLOAK = "keycloak"
# What makes nothing but an entry in the state, or a file: it is for no secret.
_KEEPING = ("cloudinit", "local_file", "null", "random", "template", "terraform_data", "time")

_STATES = "terraform_remote_state"  # KC-BACKEND compares it


class SecretPlace(Rule):
    """A secret goes where Keycloak, or a secret store, keeps secrets, and nowhere else."""

    id = "KC-SECRET-PLACE"
    info = "a secret is passed to an argument that is not for secrets"
    why = (
        "Keycloak shows descriptions, attributes and names to everybody who may look at them, sends localized texts to "
        "anybody's browser without a login, and writes claims into tokens. What triggers a change lies in state and "
        "saved plans as it is, and what another provider makes, such as a ConfigMap, a tag or an object, is read by "
        "many."
    )
    source = "ASVS 5.0 V13.3.1 and V14.2.6"
    remedy = (
        "take it out; a secret belongs into arguments such as client_secret, bind_credential or password, and into "
        "secret stores alone"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument of resources, data sources and providers that a secret reaches so.

        Of whatever provider: `terraform_data`, triggers and keepers make nothing but an entry in the state, and of
        others' arguments those pass that are known to be for secrets.
        """
        secrets = SecretSources(configuration)
        everything = (*configuration.resources(), *configuration.data_sources(), *configuration.providers())
        for resource in everything:
            if resource.type == _STATES:
                continue
            others = not ({resource.type, resource.type.partition("_")[0]} & {_KEYCLOAK, *_KEEPING})
            takes = keeps_secret if others else takes_secret
            # What a plan marks as sensitive in another provider's resources need not come from a secret of ours.
            arguments = (resource.configured or resource.arguments) if others else resource.arguments
            for path, value in leaves(dict(arguments)):
                if secrets.reach(value) and not takes(resource, path):
                    yield resource.violation(f"{'.'.join(path)} is given a secret")

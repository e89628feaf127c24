"""KC-SECRET-PUBLIC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import names_secret
from constructs_lib.guardrails.secrets.places import takes_secret
from constructs_lib.guardrails.secrets.variables import SecretSources
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecretPublic"]

_KEYCLOAK = "keycloak"
# Of another provider's secret store, by a word of its type, these attributes hold the secret.
_STORES = frozenset(
    {"credential", "key", "kms", "kv", "lockbox", "parameter", "password", "secret", "secrets", "token"}
)
_CONTENTS = frozenset(
    {"content", "data", "data_json", "decrypted", "payload", "plaintext", "result", "value"}
    | {f"secret_{each}" for each in ("binary", "content", "data", "string", "value")}
)


class SecretPublic(Rule):
    """What proves who somebody is, nobody else can look up."""

    id = "KC-SECRET-PUBLIC"
    info = "a secret is something that others can read or guess"
    why = (
        "Ids and names are shown to everybody who may look at the realm, are part of its tokens and URLs, and are no "
        "secret anywhere: whoever knows one logs in with it."
    )
    source = "ASVS 5.0 V10.4.16 and V11.5.1"
    remedy = "pass it in a sensitive variable of its own, or let random_password make it up"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to arguments for secrets that hold an attribute which is none, of whatever resource."""
        secrets = SecretSources(configuration)
        for resource in (*configuration.resources(), *configuration.providers()):
            if resource.type.partition("_")[0] != _KEYCLOAK:
                continue
            for path, value in leaves(dict(resource.configured or resource.arguments)):
                if takes_secret(resource, path) and isinstance(value, Symbol):
                    for text in dict.fromkeys(_public(secrets, value)):
                        yield resource.violation(f"{'.'.join(path)} may be {text}, which is no secret")


def _public(secrets: SecretSources, value: Value) -> Iterator[str]:
    """Yield what a value may come to be that is no secret."""
    for each in alternatives(value):
        if isinstance(each, Symbol):
            if not secrets.reach(each) and not any(map(_is_of_a_store, each.sources())):
                yield each.text
        elif each not in (None, ""):
            yield "a text that is written out"


def _is_of_a_store(source: Symbol) -> bool:
    """Tell whether a symbol is what another provider keeps as a secret."""
    kind, _, rest = (source.address or source.text).removeprefix("data.").removeprefix("ephemeral.").partition(".")
    attribute = source.attribute or rest.partition(".")[2].partition(".")[0].partition("[")[0]
    words = kind.split("_")
    return words[0] != _KEYCLOAK and (
        names_secret([attribute]) or (attribute in _CONTENTS and not _STORES.isdisjoint(words))
    )

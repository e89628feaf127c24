"""KC-LOCAL-USER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import same_realm
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol, is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LocalUser"]

_LINKS, _ALIAS = "federated_identity", "identity_provider"


class LocalUser(Rule):
    """People come from a directory or an identity provider."""

    id = "KC-LOCAL-USER"
    info = "a person is a local account"
    why = (
        "Nobody takes a local account away when its owner leaves the company, and it has no second factor of the "
        "company's."
    )
    source = "ASVS 5.0 V6.3.4"
    remedy = "bring people in by user federation or an identity provider, and grant to groups"
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each account that is not linked to an identity provider, and to one with a password beside."""
        providers = [each for each in configuration.resources(*IDENTITY_PROVIDERS) if _logs_in(each)]
        for user in configuration.resources("keycloak_user"):
            links = user.value(_LINKS)
            if links in (None, [], {}):
                yield user.violation("it is a local account")
                continue
            if isinstance(links, OpenList) or (isinstance(links, Symbol) and not is_variable(links)):
                user.hidden.add(_LINKS)  # a link that may be there, or may not
            for alias in _aliases(links):
                if isinstance(alias, Symbol) and not alias.is_reference:
                    user.hidden.add(f"{_LINKS}.{_ALIAS}")
                elif not isinstance(alias, Symbol) and not any(_is_of(each, user, alias) for each in providers):
                    name = f"'{alias}'" if isinstance(alias, str) else "none"
                    yield user.violation(f"its identity provider is {name}, by which nobody logs in to the realm")
            if user.is_set("initial_password"):
                yield user.violation("it has a password beside its identity provider")


def _aliases(links: Value) -> Iterator[Value]:
    """Yield the provider of each link that is written out."""
    for link in links if isinstance(links, list) else [links]:
        if isinstance(link, dict):
            yield link.get(_ALIAS)


def _logs_in(provider: Resource) -> bool:
    """Tell whether people may log in by an identity provider: one for workloads links accounts, and no more."""
    return not provider.is_false("enabled") and not provider.is_true("link_only")


def _is_of(provider: Resource, user: Resource, alias: Value) -> bool:
    # What is known only at apply may be this one.
    return provider.value("alias") in (alias, None) and same_realm(provider, user)

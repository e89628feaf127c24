"""A stack of ours with every kind of guarantee, which tests override as a user's own code would."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.people_sources import OIDC, PREDICT, ldap
from tests.support.declarations.synthesis import NEWEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.guardrails.rule import Rule
    from tests.support.declarations.our_stack import Change

__all__ = ["add", "faults_after", "made", "never", "ours", "override", "remove"]


@lru_cache
def ours(features: ProviderFeatures = NEWEST, *, terms: bool = False) -> OurStack:
    """Return a stack whose people need second factors and come from everywhere.

    Args:
        features: What the provider can do.
        terms: The realm has terms, which people of a directory could not accept: it then has none.
    """
    person = PERSON.model_copy(update={"groups": ("leads", "plain"), "invite": True})
    declaration = declare(
        realm={
            "name": "ml",
            "login": {"terms": terms, "reset_password": True},
            "smtp": {"host": "m", "sender": "a@b.com"},
        },
        groups={"leads": PREDICT, "keyed": PREDICT, "plain": PREDICT},
        second_factor={"leads": "otp", "keyed": "passkey"},
        people={"ada": person},
        federation={} if terms else {"corp": ldap({"Leads": "leads"}, vendor="ad")},
        identity_providers={"okta": {**OIDC, "claims": {"groups": {"l": "leads", "k": "keyed"}}}},
        applications={"ui": {"redirect_uris": ["https://ui.example.com/cb"]}},
    )
    return OurStack(CheckedDeclaration(declaration, features))


def made(features: ProviderFeatures = NEWEST) -> dict[str, Any]:
    """Return the stack's Terraform JSON, to change."""
    return ours(features).made()


def faults_after(rule: Rule, *changes: Change, features: ProviderFeatures = NEWEST, terms: bool = False) -> list[str]:
    """Return what a rule says of the stack after some changes, beside its declaration: `label: fault`."""
    return ours(features, terms=terms).faults_after(rule, *changes)


def _names(body: dict[str, Any], kind: str, words: tuple[str, ...]) -> list[str]:
    names = [name for name in body["resource"][kind] if all(word in name for word in words)]
    assert names, f"no {kind} is called {words}"
    return names


def override(kind: str, *words: str, **arguments: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what sets arguments of the first resource whose name has all of some words, as `add_override` does."""
    return lambda body: body["resource"][kind][_names(body, kind, words)[0]].update(arguments)


def remove(kind: str, *words: str) -> Change:
    """Return what takes away each resource whose name has all of some words."""

    def change(body: dict[str, Any]) -> None:
        for name in _names(body, kind, words):
            del body["resource"][kind][name]

    return change


def never(kind: str, *words: str, **meta: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what makes no instance of a resource: `count` is 0, or something else says how many there are."""
    return override(kind, *words, **(meta or {"count": 0}))


def add(kind: str, **arguments: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what adds a resource of one's own to the realm."""
    return lambda body: body["resource"].setdefault(kind, {}).update({"Own": {"realm_id": "ml", **arguments}})

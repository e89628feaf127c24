"""A difference is empty exactly when nobody's preview differs, whatever the two declarations are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.review.difference import Difference
from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import preview
from stacks.environment import Environment
from tests.support.declarations.drawn_environment import drawn_models, environments

if TYPE_CHECKING:
    import datetime as dt

    from hypothesis.strategies import DrawFn

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.clients import ReviewedClient

pytestmark = [pytest.mark.unit, pytest.mark.slow]

URL = "https://sso.example.com"
KINDS = ("people", "consumers", "applications", "groups")
FEW, MANY = (settings(max_examples=number, suppress_health_check=list(HealthCheck)) for number in (10, 80))


@st.composite
def changes(draw: DrawFn) -> tuple[Environment, Environment]:
    """Draw an environment, and another one that differs from it in a few places, or in none that counts."""
    models = draw(drawn_models())
    base, other = (draw(environments(url=URL, models=models)) for _ in range(2))
    data, others = base.model_dump(), other.model_dump()
    for kind in draw(st.lists(st.sampled_from((*KINDS, "api", "lifespan", "text", "order")), max_size=3)):
        if kind in KINDS:
            name = draw(st.sampled_from(sorted(data[kind])))
            data[kind][name] = others[kind][name]
        elif kind == "api":
            data["api"]["audience"] = others["api"]["audience"]
        elif kind == "lifespan":
            data["realm"]["lifespans"]["access_token"] = draw(st.sampled_from(["5m", "4m"]))
        elif kind == "text":
            data["models"][next(iter(models))]["description"] = "another text"
        else:
            for person in data["people"].values():
                person["groups"] = tuple(reversed(person["groups"]))
    head = Environment.model_validate(data)
    for environment in (base, head):
        check_declaration(environment)
    return base, head


def seen(environment: Environment) -> dict[str, Any]:
    """Return all that principals see: each token by each client and scope, and the doors that they come in by."""
    review = AccessReview(environment)
    return {
        str(principal): {
            client.client_id + client.kind: [
                preview(review, principal, client, scopes, keycloak_url=URL)
                for scopes in ((), *((scope,) for scope in _asked(client)), _asked(client))
            ]
            for client in review.clients.of(principal)
        }
        for principal in review.principals
    } | {"doors": _doors(environment), "ends": _ends(review), "wide": _wide(review)}


def _asked(client: ReviewedClient) -> tuple[str, ...]:
    return ("openid", *sorted(client.optional_scopes))


def _ends(review: AccessReview) -> dict[tuple[str, str, bool], dt.date]:
    """Return until when everybody may do what they may, by themselves and for others."""
    return {
        (str(principal), pair.role, for_others): max(ends)
        for principal in review.principals
        for pair, reasons in review.policy.reasons(principal).items()
        for for_others in (False, True)
        if (ends := [reason.until for reason in reasons if (reason.kind == "exchange") == for_others])
    }


def _wide(review: AccessReview) -> set[tuple[str, str]]:
    """Return what everybody may do with every model, later ones included."""
    return {
        (str(principal), pair.role)
        for principal in review.principals
        for pair, reasons in review.policy.reasons(principal).items()
        if any(reason.is_wide for reason in reasons)
    }


def _doors(environment: Environment) -> dict[str, Any]:
    """Return how machines prove who they are, where codes and mails with links go, and how long tokens are valid."""
    data = environment.model_dump(mode="json")
    return {
        "auth": {name: props["auth"] for name, props in data["consumers"].items()},
        "uris": {name: (props["redirect_uris"], props["type"]) for name, props in data["applications"].items()},
        "exchange": {
            name: sorted((props["exchange"] or {}).get("from_", ())) for name, props in data["consumers"].items()
        },
        "mail": {name: (props["email"], props["email_verified"]) for name, props in data["people"].items()},
        "names": {name: (props["first_name"], props["last_name"]) for name, props in data["people"].items()},
        "second_factor": data["second_factor"],
        "lifespan": data["realm"]["lifespans"]["access_token"],  # that of Keycloak's own clients, if of no other
        "applications": {
            name: (props["offline_access"], props["userinfo"], props["groups_claim"], props["lifespans"])
            for name, props in data["applications"].items()
        },
    }


@FEW
@given(changes())
def test_empty_exactly_when_previews_are_equal(pair: tuple[Environment, Environment]) -> None:
    """What changes nobody's token, nor the way to it, is no difference; everything else is one."""
    _assert_empty_when_equal(*pair)


@pytest.mark.long
@MANY
@given(changes())
def test_empty_exactly_when_previews_are_equal_of_many(pair: tuple[Environment, Environment]) -> None:
    """The same of more pairs."""
    _assert_empty_when_equal(*pair)


def _assert_empty_when_equal(base: Environment, head: Environment) -> None:
    same = seen(base) == seen(head)
    event(f"same: {same}")
    assert Difference.of(base, head).is_empty == same


@FEW
@given(changes())
def test_who_gains_is_who_can_do_more(pair: tuple[Environment, Environment]) -> None:
    """Those of whom it says so gain or lose, by what the policy says of them, and nobody else."""
    _assert_who_can_do_more(*pair)


@pytest.mark.long
@MANY
@given(changes())
def test_who_gains_is_who_can_do_more_of_many(pair: tuple[Environment, Environment]) -> None:
    """The same of more pairs."""
    _assert_who_can_do_more(*pair)


def _assert_who_can_do_more(base: Environment, head: Environment) -> None:
    found = Difference.of(base, head).changes
    for effect, one, two in (("gain", base, head), ("loss", head, base)):
        named = {(change.subject, role) for change in found if change.effect == effect for role in change.pairs}
        reviews = AccessReview(one), AccessReview(two)
        more = {
            (str(principal), pair.role)
            for principal in reviews[1].principals
            for pair in _abilities(reviews[1], principal) - _abilities(reviews[0], principal)
        }
        assert {each for each in named if each not in more} <= _for_others(reviews[1])
        assert more <= named


def _abilities(review: AccessReview, principal: Principal) -> set[Any]:
    return set(review.policy.reasons(principal)) if principal in review.principals else set()


def _for_others(review: AccessReview) -> set[tuple[str, str]]:
    """Return what machines may do for others; they may have gained, or lost, the same for themselves."""
    return {
        (str(principal), pair.role)
        for principal in review.principals
        if principal.is_machine
        for pair, reasons in review.policy.reasons(principal).items()
        if any(reason.kind == "exchange" for reason in reasons)
    }

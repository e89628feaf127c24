"""Ten changes to an environment, as a pull request may hold them, and who gains and loses by each.

`BASE` is what is declared before; a change is made to a copy of it: by itself, for whoever reviews it, or after those
before it, on a live realm.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BASE", "CHANGES", "CORPORATE", "NEW_REDIRECT_URI", "PreparedChange"]

NEW_REDIRECT_URI = "https://notebook.example.net/callback"
"""Where codes may go by one of the changes."""

CORPORATE = "people of corp:groups=ml-fraud"
"""Those whom the identity provider puts into a group."""

_KEY = {"method": "private_key_jwt", "jwks_url": "https://keys.example.com/jwks"}


def _person(name: str, *groups: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys of a person
    return {
        "email": f"{name}@example.com",
        "first_name": name.capitalize(),
        "last_name": "Example",
        "email_verified": True,
        "temporary_password": False,
        "groups": list(groups),
        **more,
    }


BASE: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {
        "name": "prepared",
        "ssl_required": "external",
        "login": {"verify_email": False},
        "lifespans": {"access_token": "5m"},
    },
    "api": {"client_id": "model-api", "audience": "https://models.example.com"},
    "models": {
        "churn-model": {},
        "credit-scorer": {"actions": ["predict", "manage"]},
        "fraud-detector": {"actions": ["predict", "explain"]},
    },
    "groups": {
        "analysts": {"fraud-detector": ["predict"]},
        "viewers": {"churn-model": ["predict"]},
        "leads": {"credit-scorer": ["manage"]},
    },
    "second_factor": {"leads": "otp"},
    "people": {
        "ada": _person("ada", "analysts"),
        "alan": _person("alan", "analysts", "viewers"),
        "grace": _person("grace", grants={"fraud-detector": ["explain"]}),
        "linus": _person("linus", "leads"),
    },
    "identity_providers": {
        "corp": {
            "type": "oidc",
            "issuer": "https://login.example.com",
            "authorization_url": "https://login.example.com/authorize",
            "token_url": "https://login.example.com/token",
            "jwks_url": "https://login.example.com/jwks",
            "client_id": "ml-platform",
            "client_auth": "private_key_jwt",
            "claims": {"groups": {"ml-fraud": "analysts"}},
        }
    },
    "applications": {
        "dashboard": {"redirect_uris": ["https://dashboard.example.com/callback"]},
        "notebook": {"redirect_uris": ["https://notebook.example.com/callback"]},
    },
    "consumers": {
        "assistant": {"auth": _KEY, "grants": {"churn-model": ["predict"]}},
        "batch": {"auth": _KEY, "grants": {"churn-model": ["predict"], "credit-scorer": ["predict"]}},
        "payment-gateway": {"auth": _KEY, "grants": {"fraud-detector": ["predict"]}},
    },
}
"""An environment as a file holds it, with machines, people, a group behind a second factor and people of a provider."""

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class PreparedChange:
    """A change.

    Attributes:
        name: What it is called, as a branch may be.
        make: Makes it, to an environment as a file holds it.
        gains: Who gains which role by it, made to `BASE`.
        losses: Who loses which.
        told: How a line of it starts that a reviewer should look at first; empty where there is none.
    """

    name: str
    make: Callable[[dict[str, Any]], None]
    gains: Pairs = frozenset()
    losses: Pairs = frozenset()
    told: str = ""

    def of(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return an environment after the change; the one before it stays as it is."""
        after = copy.deepcopy(before)
        self.make(after)
        return after


def _grant_every_model(data: dict[str, Any]) -> None:
    data["groups"]["analysts"] = {"*": ["predict"]}


def _move_claim(data: dict[str, Any]) -> None:
    data["identity_providers"]["corp"]["claims"]["groups"]["ml-fraud"] = "viewers"


def _drop_second_factor(data: dict[str, Any]) -> None:
    data["second_factor"] = {}


def _open_exchange(data: dict[str, Any]) -> None:
    traded = {"churn-model": ["predict"], "fraud-detector": ["predict"]}
    data["consumers"]["assistant"]["exchange"] = {"from": ["notebook"], "models": traded}


def _leave_group(data: dict[str, Any]) -> None:
    data["people"]["alan"]["groups"] = ["viewers"]


def _add_redirect_uri(data: dict[str, Any]) -> None:
    data["applications"]["notebook"]["redirect_uris"].append(NEW_REDIRECT_URI)


def _weaken_method(data: dict[str, Any]) -> None:
    data["consumers"]["payment-gateway"]["auth"] = {"method": "client_secret"}


def _raise_lifespan(data: dict[str, Any]) -> None:
    data["realm"]["lifespans"]["access_token"] = "10m"


def _remove_consumer(data: dict[str, Any]) -> None:
    del data["consumers"]["batch"]


def _rename_model(data: dict[str, Any]) -> None:
    old, new = "fraud-detector", "payment-fraud"
    data["models"][new] = {**data["models"].pop(old), "renamed_from": old}
    holders = [*data["consumers"].values(), *data["people"].values()]
    exchanges = [holder["exchange"]["models"] for holder in holders if "exchange" in holder]
    for grants in (*data["groups"].values(), *(holder.get("grants", {}) for holder in holders), *exchanges):
        if old in grants:
            grants[new] = grants.pop(old)


def _pairs(subject: str, *roles: str) -> Pairs:
    return frozenset((subject, role) for role in roles)


_PREDICT = ("churn-model:predict", "credit-scorer:predict")

CHANGES = (
    PreparedChange(
        "star-in-a-group",
        _grant_every_model,
        gains=_pairs("person ada", *_PREDICT)
        | _pairs("person alan", "credit-scorer:predict")
        | _pairs(CORPORATE, *_PREDICT),
        told="person ada gains",
    ),
    PreparedChange(
        "moved-claim",
        _move_claim,
        gains=_pairs(CORPORATE, "churn-model:predict"),
        losses=_pairs(CORPORATE, "fraud-detector:predict"),
    ),
    PreparedChange(
        "dropped-second-factor", _drop_second_factor, told="person linus may log in without a second factor"
    ),
    PreparedChange(
        "opened-exchange",
        _open_exchange,
        gains=_pairs("consumer assistant", "churn-model:predict", "fraud-detector:predict"),
        told="consumer assistant: may exchange the tokens of people logged in to notebook, and call as them",
    ),
    PreparedChange("left-group", _leave_group, losses=_pairs("person alan", "fraud-detector:predict")),
    PreparedChange(
        "added-redirect-uri",
        _add_redirect_uri,
        told=f"application notebook: logins may be sent to {NEW_REDIRECT_URI} (beside: ",
    ),
    PreparedChange(
        "weakened-method",
        _weaken_method,
        told="consumer payment-gateway: proves itself by a shared secret, client_secret (was: a signed assertion, "
        "private_key_jwt); may call: fraud-detector:predict",
    ),
    PreparedChange(
        "raised-lifespan", _raise_lifespan, told="realm: access tokens are valid for 10 minutes (was: 5 minutes)"
    ),
    PreparedChange(
        "removed-consumer",
        _remove_consumer,
        losses=_pairs("consumer batch", "churn-model:predict", "credit-scorer:predict"),
    ),
    PreparedChange("renamed-model", _rename_model),
)
"""The changes, each of which can follow those before it."""

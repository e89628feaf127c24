"""What a kind of model server answers, as data: one row for each kind of request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.gateways.route import ModelList, ModelPlace

__all__ = ["Row", "Style", "Who", "rows"]


class Who(Enum):
    """Who may send a request that is no action's own; the access role may send every one of a style."""

    EACH_ACTION = "the action that `{action}` stands for"
    ANY_ACTION = "any action of the model"
    ANY_ROLE = "any role of the API"
    ACCESS_ROLE = "the access role"


@dataclass(frozen=True)
class Row:
    """One kind of request.

    Attributes:
        method: HTTP method.
        path: The whole path, with `{model}`, `{version}`, `{label}`, `{id}` and `{action}`.
        who: The action that it is, or who else may send it.
        named_in: Where it names its model.
        field: Number of the field that names it in a message of gRPC; 0 elsewhere.
        lists: Form of the list of models in the answer.
    """

    method: str
    path: str
    who: str | Who
    named_in: ModelPlace = "path"
    field: int = 0
    lists: ModelList = ""

    @property
    def grpc(self) -> bool:
        """Whether it is a call by gRPC: its path is a service and a method."""
        return self.named_in == "protobuf"


@dataclass(frozen=True)
class Style:
    """What a kind of model server answers.

    Attributes:
        server: What servers it is for.
        source: Where its paths are written down.
        rows: Its requests. What it has beside these is refused.
        health: Health checks, `METHOD /path`.
        metrics: Metrics.
        bare: Where a route of one's own without `{model}` names the model; None where one must say it.
        checked: What real server tests call through Envoy, and by which client; or why an echo alone.
    """

    server: str
    source: str
    rows: tuple[Row, ...] = ()
    health: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ("GET /metrics",)
    bare: ModelPlace | None = None
    checked: str = ""

    def of_action(self, action: str) -> tuple[Row, ...]:
        """Return the requests of an action."""
        return tuple(row for row in self.rows if row.who == action or row.who is Who.EACH_ACTION)

    def of(self, who: Who) -> tuple[Row, ...]:
        """Return the requests that somebody else may send."""
        return tuple(row for row in self.rows if row.who is who)


def rows(
    who: str | Who, *texts: str, named_in: ModelPlace = "path", field: int = 0, lists: ModelList = ""
) -> tuple[Row, ...]:
    """Return rows that differ in method and path alone, each as `METHOD /path`."""
    split = (text.split(" ") for text in texts)
    return tuple(Row(method, path, who, named_in, field, lists) for method, path in split)
